"""The texts that an article has had, and what changed from one to the other.

    kept_texts  the versions of an article: its kept texts in order
    passages    what changed, paragraph by paragraph and word by word
    quotations  quotations and speakers that changed
    comparison  two versions compared, as an object and as JSON
    summary     how much changed, in words

The library keeps each text that an article was opened with. Nothing is written here.
"""
