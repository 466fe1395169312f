"""People, organisations and places: mentions, kinds, coreference."""
