"""What every screen can be asked that is not about what it shows: help, palette, theme, tour, suspending.

A base beside a screen's own; what is done is done by the application.
"""

from textual.widget import Widget


class Program(Widget):
    """The actions of the program as a whole."""

    def action_theme(self) -> None:
        self.app.theme = "paper" if self.app.current_theme.dark else "ink"

    async def action_tour(self) -> None:
        await self.run_action("app.tour")

    async def action_suspend(self) -> None:
        await self.run_action("app.suspend_process")

    async def action_help(self) -> None:
        await self.run_action("app.help")

    def action_palette(self) -> None:
        self.app.action_command_palette()
