"""Find direct speech by the ways in which a text shows it; who speaks is found by `quotes`.

quotation_marks.py     “so”
transcripts.py         LEE: We were told.     Q: and A:
block_quotations.py    a quotation set apart after "Lee wrote:", and pull quotes signed by their speaker
posts.py               @annlee: We were told.     We were told. — Ann Lee (@annlee) June 3, 2026
dialogue_dashes.py     — We were told, he said.
layouts.py             all of these but the marks, for the whole article
"""
