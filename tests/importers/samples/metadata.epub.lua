-- /mnt/onboard/Books/The Harbour Vote.sdr/metadata.epub.lua
return {
    ["annotations"] = {
        [1] = {
            ["chapter"] = "The Harbour Vote",
            ["color"] = "green",
            ["datetime"] = "2026-03-06 21:30:15",
            ["datetime_updated"] = "2026-03-06 21:31:02",
            ["drawer"] = "lighten",
            ["note"] = "Which Friday? #todo\
\
Ask \"Ray\".",
            ["page"] = "/body/DocFragment[2]/body/p[1]/text().0",
            ["pageno"] = 1,
            ["pos0"] = "/body/DocFragment[2]/body/p[1]/text().0",
            ["pos1"] = "/body/DocFragment[2]/body/p[1]/text().37",
            ["text"] = "The council of Leith voted on Friday.",
        },
        [2] = {
            ["chapter"] = "The Harbour Vote",
            ["datetime"] = "2026-03-06 21:40:00",
            ["drawer"] = "underscore",
            ["page"] = "/body/DocFragment[2]/body/p[2]/text().60",
            ["pageno"] = 2,
            ["pos0"] = "/body/DocFragment[2]/body/p[2]/text().60",
            ["pos1"] = "/body/DocFragment[2]/body/p[2]/text().79",
            ["text"] = "five million pounds",
        },
        [3] = {
            ["chapter"] = "The Harbour Vote",
            ["datetime"] = "2026-03-06 21:50:00",
            ["page"] = "/body/DocFragment[2]/body/p[3]/text().0",
            ["pageno"] = 3,
            ["text"] = "in The Harbour Vote",
        },
    },
    ["doc_pages"] = 3,
    ["doc_path"] = "/mnt/onboard/Books/The Harbour Vote.epub",
    ["doc_props"] = {
        ["authors"] = "Ann Lee\
Bo Ray",
        ["language"] = "en",
        ["title"] = "The Harbour Vote",
    },
    ["font_size"] = 22.5,
    ["percent_finished"] = 0.6667,
    ["stats"] = {
        ["performance_in_pages"] = {},
        ["pages"] = 3,
    },
    ["summary"] = {
        ["modified"] = "2026-03-06",
        ["status"] = "reading",
    },
    ["use_dithering"] = false,
}
