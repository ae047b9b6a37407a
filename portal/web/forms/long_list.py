"""A list of a hundred options, written without WTForms' general care for attributes of every kind."""

from markupsafe import escape
from wtforms.fields.choices import Choice
from wtforms.widgets import Select


class LongList(Select):
    """A select whose options have a value, a label and attributes that are plain text."""

    @classmethod
    def render_option(cls, choice: Choice) -> str:
        """One option; the select marks the whole as safe."""
        chosen = " selected" if choice.selected else ""
        more = "".join(f' {name}="{escape(value)}"' for name, value in choice.render_kw.items())
        return f'<option{chosen}{more} value="{escape(choice.value)}">{escape(choice.label)}</option>'
