"""The one file that imports pydantic-ai, which the extra `llm` installs."""

from __future__ import annotations

from pydantic_ai import Agent
from pydantic_ai.exceptions import AgentRunError
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider

from spaceaccord.errors import EnvironmentFault
from spaceaccord.language_model.answers import Answer


class Endpoint:
    """A model behind an OpenAI-compatible interface."""

    def __init__(self, base_url: str, model: str, key: str, *, instructions: str) -> None:
        self._base_url = base_url
        provider = OpenAIProvider(base_url=base_url, api_key=key or "none")  # local servers ask for no key
        self._agent = Agent(OpenAIChatModel(model, provider=provider), output_type=Answer, instructions=instructions)

    def ask(self, text: str, *, reasons: tuple[str, ...] = ()) -> Answer:
        """Return the model's answer.

        Raises:
            EnvironmentFault: it does not answer, or not in the form that was asked for.
        """
        complaint = "".join(f"- {reason}\n" for reason in reasons)
        prompt = f"<article>\n{text}\n</article>"
        if complaint:
            prompt += f"\nYour answer before was wrong in these points; give it anew without them:\n{complaint}"
        try:
            answer: Answer = self._agent.run_sync(prompt).output
        except AgentRunError as error:
            raise EnvironmentFault(f"{self._base_url}: the language model gave no answer: {error}") from error
        return answer
