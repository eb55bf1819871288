# Rules: what checking a pack and explaining a person's benefit say.

rules-empty = The rule is empty.
rules-too-long = The rule is longer than { $limit } bytes. Make it two.
rules-too-deep = Brackets or branches are nested more than { $limit } deep.
rules-too-large = The rule has more than { $limit } parts. Make it two.
rules-syntax = The syntax is wrong{ $near ->
    [empty] : the rule ends here
   *[other] {" "}near “{ $near }”
 }.
rules-unknown-fact = There is no fact “{ $name }”.
rules-unknown-parameter = There is no parameter “{ $name }”. Write it under param of this benefit.
rules-unknown-function = There is no function “{ $name }”.
rules-arguments = The function “{ $name }” does not take { $given } arguments.
rules-constant = Inside { $name } stands a constant, such as day("2026-10-01"), month("2026-10"), yuan(25).
rules-type = This must be { $wanted ->
    [bool] yes or no
    [int] a whole number
    [money] an amount
    [day] a day
    [month] a month
    [text] a text
    [choice] a choice
   *[labels] a set of labels
 }, but is { $found ->
    [bool] yes or no
    [int] a whole number
    [money] an amount
    [day] a day
    [month] a month
    [text] a text
    [choice] a choice
   *[labels] a set of labels
 }.
rules-not-a-choice = “{ $value }” is not one of: { $allowed }
rules-no-order = Values of this kind ({ $found }) have no order. Use == or !=.
rules-no-arithmetic = { $left } and { $right } cannot be computed with like this.
rules-no-fractions = Rules have no fractions. Use hundredths, such as percent(x, 50).
rules-no-null = Rules have no null. Ask whether it is known, such as !known(x).
rules-unsupported = The rule language has no such thing ({ $what }). What it has: docs/rules.md.
rules-rates-none = There is not one rate.
rules-rates-band-backward = The band “{ $band }” ends below its beginning.
rules-rates-days-backward = The band “{ $band }” is no longer valid before it begins.
rules-rates-negative = The amount of the band “{ $band }” is negative.
rules-rates-two = On { $day } there are two rates for { $value }.
rules-rates-hole = From { $day } on there is no rate for { $from } to { $to }.
packs-fact-twice = The fact “{ $fact }” is declared twice.
rules-never-true = Nobody can ever meet this: “{ $part }” contradicts itself.
