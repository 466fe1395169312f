"""Read a file, a web page or a stream as an Article.

    open               the entry point: load (http), detect, read
      detect           the kinds of sources, one row each, and which of them the bytes are
      refusals         what is not read, one row each
      encoding         bytes to text
      plain            plain text: boilerplate, line_patterns; transcript
      markdown         Markdown: blocks, extensions, inline, front_matter
      webpage          web pages (extra `web`)
      html             HTML as blocks, for web pages and books: walker
      epub             books (extra `ebook`): epub_package
      pdf              pages (extra `pdf`)
      mail             mails and lists of them (extra `mail`), saved pages (extra `web`)
      notebook         Jupyter notebooks
      office           documents of word processors (extra `office`)
      feed             RSS and Atom (extra `feed`)
      subtitles        SubRip and WebVTT
      terminal         manual pages, patches
      sandbox          reads in a child process what needs a library: sandbox_child
      builder, nesting, table, zip_parts, progress   shared by the formats

Each format is imported when it is first needed. Pitfall: every failure of a source must be a SourceError, whose one
line is safe to print and says what to do.
"""
