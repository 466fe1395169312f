"""Records of the library file to and from frozen dataclasses, field by field."""
