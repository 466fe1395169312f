"""Quotations and who said them: candidates, cues, attribution."""
