# 日志：谁做了什么，链条是否完整。

journal-text-length = 请填写内容，最多 4000 字。
journal-anchor-unreadable = 这一行不是锚点：{ $why }。请使用“songhe journal head”写出的文件。
journal-not-sound = 日志被改动过。请保持数据库原状，并告知审计管理员。
journal-head = 日志链首
journal-county = { $county } 的日志
journal-sealed = 已封存：第 { $from } 条至第 { $to } 条。
journal-sealed-none = 已封存：尚无。
journal-pruned = 第 { $to } 条及以前已过保存期限，按检查点清除。
journal-anchored = 已锚定：至第 { $to } 条与外部留存的记录一致。
journal-not-anchored = 已封存但未锚定：第 { $from } 条至第 { $to } 条。若有人整体恢复旧状态，此处看不出来；请用 --anchor FILE 指定锚点文件。
journal-unverified = 未核验：最近几秒的 { $count } 条尚未封存，是否有被删除的无法判断。
journal-finding = { $what ->
    [altered] 被修改
    [removed] 被删除
    [moved] 被移动或重新链接
    [truncated] 末尾被截断
    [head] 链首被修改或缺失
    [checkpoint] 检查点被修改，或其保留的内容缺失
    [anchor] 与锚点不一致
    [foreign_anchor] 锚点出自别的密钥
   *[other] { $what }
 }：{ $from } 至 { $to } { $id }
journal-sound = 未发现问题。
journal-unsound = 发现 { $found } 处问题。
journal-record-impact-assessment = 登记个人信息保护影响评估
journal-verify = 核验日志
journal-wait-unsealed = 日志有 { $count } 条迟迟未封存
journal-wait-refused = 七天内有 { $count } 次越权被拒
journal-impact = 登记影响评估
journal-impact-what = 新增数据来源、对外提供或改变用途前，须做个人信息保护影响评估。登记后写入日志，保存三年以上，不能修改。
journal-impact-matter = 评估事项
journal-impact-matter-hint = 例如：向医保局提供80岁以上老人名单
journal-impact-risk = 对个人权益的影响和风险
journal-impact-risk-hint = 涉及哪些人、哪些信息，可能带来什么后果
journal-impact-conclusion = 保护措施和结论
journal-impact-conclusion-hint = 采取什么措施，是否可以开展
done-journal-record-impact-assessment = 影响评估已写入日志。
