"""The TinyDB file and what lies beside it. Nothing else imports TinyDB."""
