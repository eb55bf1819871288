# 合成县：`songhe synth` 的话

synth-made = 已生成合成县：在册老年人 { $living } 人，其中 80 岁及以上 { $eighty } 人；另有死亡 { $dead } 人、迁出 { $moved } 人；{ $folder } 中共 { $files } 个文件。全部为合成数据，并无真人。
synth-no-figures = 没有这个县的普查数据。
synth-unwritable = 无法写入 { $file }：{ $why }
