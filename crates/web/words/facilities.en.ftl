# Facilities: what is refused.

facilities-needed = This is needed.
facilities-too-long = At most 200 characters.
facilities-no-such-kind = Choose what kind of facility it is.
facilities-no-such-area = There is no such area.
facilities-no-such-function = One of the functions is not known.
facilities-no-such-choice = Choose from the list.
facilities-no-such-centre = Choose a centre that is open and not attached to another.
facilities-out-of-range = A whole number that such a facility can have.
facilities-more-than-beds = There cannot be more nursing beds than beds.
facilities-kind-has-no-beds = A facility of this kind has no beds. Choose another kind, or 0.
facilities-ends-before-it-begins = The term ends before it begins.
facilities-half-a-place = Give both latitude and longitude, or neither.
facilities-known-already = A facility of this name is registered here already.
facilities-no-such-way = It is { $from }; it cannot become { $to }.
facilities-day-ahead = The day lies in the future.
facilities-before-the-last = The day lies before the last change ({ $day }).
facilities-has-stations = Stations are still attached to it. Attach them to another centre first.
facilities-facility = Facility
