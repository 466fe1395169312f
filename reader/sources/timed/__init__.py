"""Speech with its times: subtitles, and transcripts with time codes. A time is kept like a printed page."""


def format_timecode(seconds: int) -> str:
    """Return a time in a recording: "1:02:03", below an hour "2:03"."""
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}" if minutes >= 60 else f"{minutes}:{seconds:02}"


def count_seconds(hours: str | None, minutes: str, seconds: str) -> int:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
