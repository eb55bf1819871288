# 整库复制、备份与恢复。

transfer-table = 表
transfer-rows = 行数
transfer-digest = 摘要
transfer-whole = 已复制 { $rows } 行，并在两个数据库中逐表核对一致。
backup-done = { $file } 中有截至 { $at } 的 { $rows } 行。请把密钥文件与备份分开保管：没有密钥，谁也读不了备份。
restore-done = 已从 { $file } 恢复 { $at } 的 { $rows } 行。
restore-other-keys = 数据已恢复，但 { $file } 不是写入这些数据时所用的密钥文件。请先放回正确的密钥文件，再启动服务。
