# The basic-service list; what am I entitled to
services-title = Basic elder-care services
services-what = What is promised on { $day }: to whom, what, by which standard, at whose cost.
services-desk-what = The list as it holds on { $day }: which benefit decides each item, which casebook does it, and how many in your area hold it.
services-kind-material = Material help
services-kind-care = Care
services-kind-concern = Concern
services-object = For whom
services-item = Service
services-content = What
services-standard = Standard
services-payer = Who pays
services-basis = Basis
services-from = from { $day }
services-band = tier { $band }
services-comma = {", "}
services-none = The list has no items yet. The county's civil-affairs bureau writes them in its pack.
services-coming = Coming
services-day = The list of which day
services-show = Show
services-cycle = Review and change of the list
services-as-public = As the public sees it
services-decided = Decided by
services-granted = Hold it
services-waiting = Under way
services-books = Done in
services-nothing-does-it = No benefit decides this item and no casebook does it. Write `benefit` or `books`.
services-number-twice = The number is that of “{ $other }”.
benefit-gives-money-month = { $amount } yuan a month
benefit-gives-money-quarter = { $amount } yuan a quarter
benefit-gives-money-year = { $amount } yuan a year
benefit-gives-money-once = { $amount } yuan once
benefit-gives-quantity-month = { $count } { $unit } a month
benefit-gives-quantity-quarter = { $count } { $unit } a quarter
benefit-gives-quantity-year = { $count } { $unit } a year
benefit-gives-quantity-once = { $count } { $unit } in all
benefit-gives-percent = { $percent } % off
benefit-gives-itself = Given as the rules say
entitled-title = What am I entitled to
entitled-what = Answer a few questions to see what an elder may be entitled to. No account, no name; the answers are not kept.
entitled-next = Next
entitled-left = { $count ->
    [0] There is nothing more to ask.
    [one] One question still decides something. You may stop at any time.
   *[other] { $count } questions still decide something. You may stop at any time.
}
entitled-unsure = I do not know
entitled-said = Your answers
entitled-years = { $count ->
    [one] one year
   *[other] { $count } years
}
entitled-anew = Start again
entitled-yes = Entitled to ({ $count })
entitled-yes-none = By these answers nothing is certain yet.
entitled-unknown = Not decidable yet ({ $count })
entitled-unknown-what = Something is missing. Answer on, or ask at the village office.
entitled-waits = It depends on:
entitled-no = Not entitled to ({ $count })
entitled-show = Show { $count }
entitled-beside = It does not stand beside “{ $other }”
entitled-route-age = The village gets in touch when the age is reached; you can also apply there.
entitled-route-case = Apply at the village or at the window of civil affairs.
entitled-route-none = Nothing to apply for.
entitled-bring = Bring:{" "}
entitled-only = Estimated from your answers by the rules in force; the civil-affairs office decides. Standards marked unverified are as the county publishes them.
entitled-no-answer = One answer is not among the choices. Please choose again.
entitled-unasked = The benefit “{ $benefit }” depends on “{ $fact }”, which nobody is asked. Add a question, or write it under assumed.
services-nav = Service list
