"""What surrounds the panes: what is behind them, heads over them, the footer, and the margin."""
