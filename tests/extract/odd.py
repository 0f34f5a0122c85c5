"""Texts that break careless readers."""

ODD_TEXTS = (
    "",
    " \n\n ",
    "🙂🙂🙂",
    "IRAN ATTACKED IRAQ. RUSSIA MAY ATTACK ARMENIA.",
    "هاجمت إيران العراق. Iran attacked Iraq.",
    "Iran\u200b attacked\u200b Iraq\ufeff.",
    "Iran 🙂 attacked 🙂 Iraq.",
    "attacked " * 50,
    "“" * 300,
    "Iran attacked Iraq " * 1700,
    "a" * 5000,
    "and, " * 5000,
    "The army closed all crossing points into renegade Gen. Michel Aoun's enclave.",
    "Iran 🙂 attacked \x01 Iraq \u202eright to left\u202c.",
    "Русский текст, 中文文本, and English: Iran attacked Iraq.",
)
