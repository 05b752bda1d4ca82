"""What people know better than the extractor: corrections, read from small files and applied to findings."""
