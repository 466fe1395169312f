"""Read a file, a web page or a stream as an Article.

    open               the entry point: load, detect, read
      loader           paths, URLs and streams to bytes; http: connection
      detect           the format of the bytes
      encoding         bytes to text, also by alphabets
      plain            plain text: boilerplate, headings, line_patterns
      markdown         Markdown: blocks, extensions, inline, front_matter, embedded_html
      webpage          web pages (extra `web`): extract, whole
      html             HTML as blocks, for web pages and books: walker
      epub             books (extra `ebook`)
      pdf              pages (extra `pdf`)
      mail             mails (extra `mail`) and saved pages (extra `web`)
      office           documents of word processors (extra `office`)
      feed             RSS and Atom (extra `feed`)
      timed            subtitles, and the times of transcripts
      terminal         manual pages and patches
      formats          those of the above that need a library; sandbox, sandbox_child read them in a child process
      limits           what plain text and Markdown may hold
      builder, nesting, table, raised, zip_parts, progress   shared by the formats

Each format is imported when it is first needed. Pitfall: every failure of a source must be a SourceError, whose one
line is safe to print and says what to do.
"""
