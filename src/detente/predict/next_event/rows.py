"""The named features of a row: one candidate answer to one question. Each can be said as a sentence."""

from __future__ import annotations

__all__ = ["CATEGORIES", "FEATURES", "NAMES", "PLACE"]

# name: what it says of the candidate; {value} is filled in where a forecast is explained.
FEATURES = {
    "chance": "by what resembles what, its chance is {value:.3f}",
    "log_chance": "by what resembles what, the log of its chance is {value:.1f}",
    "chance_rank": "{value:.0f} of the most similar have a better chance",
    "rules": "past acts between the two point to this act with {value:.3f}",
    "rules_share": "past acts point to it {value:.2f} times as surely as to the best candidate",
    "best_rule": "the surest single rule has confidence {value:.3f}",
    "any_3": "dealings of the two, halving every 3 days: {value:.2f}",
    "any_14": "dealings of the two, halving every 14 days: {value:.2f}",
    "any_all": "dealings of the two on record: {value:.0f}",
    "any_gone": "days since the two last dealt with each other: {value:.0f}",
    "any_share": "share of the asker's recent dealings: {value:.2f}",
    "any_share_all": "share of all the asker's dealings: {value:.2f}",
    "any_relative": "recent dealings, as a share of the best candidate's: {value:.2f}",
    "same_3": "this very act between the two, halving every 3 days: {value:.2f}",
    "same_14": "this very act between the two, halving every 14 days: {value:.2f}",
    "same_all": "this very act between the two on record: {value:.0f}",
    "same_gone": "days since this very act last passed between the two: {value:.0f}",
    "same_share": "share of the asker's acts of this kind: {value:.2f}",
    "same_relative": "this very act, as a share of the best candidate's: {value:.2f}",
    "alike_14": "acts of the same root, halving every 14 days: {value:.2f}",
    "alike_all": "acts of the same root on record: {value:.0f}",
    "relation": "the act asked about is number {value:.0f}",
    "asked_gone": "days since the asker last did this to anybody: {value:.0f}",
    "asked_30": "how often the asker did this lately: {value:.2f}",
    "asked_objects": "to how many the asker did this: {value:.0f}",
    "asker_30": "how active the asker was lately: {value:.1f}",
    "asker_sort": "the asker's sort is number {value:.0f}",
    "sort": "its sort is number {value:.0f}",
    "active_30": "how active it was lately: {value:.1f}",
    "active_all": "acts it stands in on record: {value:.0f}",
    "takes_30": "how often this was done to it lately, by anybody: {value:.2f}",
    "takes_all": "how often this was ever done to it: {value:.0f}",
    "takes_share": "share of this act in what it stood in lately: {value:.2f}",
    "kin": "how often such an asker does this to such an actor: {value:.3f}",
    "kin_member": "the same, times its part among such actors: {value:.4f}",
    "home_30": "dealings of the asker's country with it lately: {value:.2f}",
    "home_all": "dealings of the asker's country with it on record: {value:.0f}",
    "home_acts": "share of it in what the asker's country does so: {value:.2f}",
    "meets_home_30": "dealings of the asker with its country lately: {value:.2f}",
    "meets_sort": "share of its sort in what the asker does so: {value:.2f}",
    "sort_to": "share of it in what such askers do so: {value:.2f}",
    "two_steps": "ties through those the asker dealt with lately: {value:.3f}",
    "same_home": "both are at home in one country: {value:.0f}",
    "first_rank": "{value:.0f} candidates looked better at first sight",
    "known": "the asker has dealt with {value:.0f} actors before",
}
NAMES = tuple(FEATURES)
PLACE = {name: place for place, name in enumerate(NAMES)}
CATEGORIES = ("relation", "asker_sort", "sort")
