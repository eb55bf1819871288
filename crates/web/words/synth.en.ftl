# The synthetic county, as `songhe synth` speaks of it.

synth-made = Made a synthetic county: { $living } living elders, { $eighty } of them 80 and over; { $dead } dead and { $moved } moved beside them; { $files } files in { $folder }. Nobody in it is real.
synth-no-figures = No census figures are known for this county.
synth-unwritable = { $file } cannot be written: { $why }
