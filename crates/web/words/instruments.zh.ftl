# 评估和筛查工具：答案、分数、等级；知识包里工具文件的错误
instruments-yes = 是
instruments-no = 否
instruments-null = 无法判断
instruments-total = 总分
instruments-level = { $level } 级：{ $name }
instruments-unverified = 界值或规则未见印刷文本，待核实。
instruments-no-such = 没有名为“{ $written }”的工具。可用：{ $known }
instruments-missing = “{ $item }”没有作答。
instruments-extra = “{ $item }”不是这个工具的题目。
instruments-not-asked = “{ $item }”在这种情况下不问，不应作答。
instruments-not-an-option = “{ $item }”没有“{ $written }”这个选项，可选：{ $options }。
instruments-out-of-range = “{ $item }”的值 { $written } 超出范围（{ $from } 至 { $to }）。
instruments-too-fine = “{ $item }”的值 { $written } 最多保留 { $decimals } 位小数。
instruments-too-long = “{ $item }”太长，最多 { $most } 字。
instruments-twice = “{ $item }”里同一选项选了两次。
instruments-not-a-code = “{ $item }”里的“{ $written }”不是 ICD-10 编码，例如 F00 或 I63.9。
instruments-no-band = “{ $item }”的值没有对应的分数，请检查与它有关的答案。
instruments-wrong-kind = “{ $item }”的答案应是{ $kind ->
    [yes_no] 是或否（true 或 false）
    [number] 数字
    [text] 文字
    [many] 选项列表
    [day] 日期，例如 2026-10-31
    [codes] 编码列表
   *[choice] 一个选项
 }。
instruments-left-out = 规则没有写到这种组合：{ $combination }。请核对答案，或由评估机构判断。
instruments-other-id = id“{ $written }”应与文件名“{ $file }”相同。
instruments-id-twice = “{ $written }”出现了两次。
instruments-unknown-name = 没有名为“{ $written }”的题目、分节、分数或背景信息。
instruments-no-options = 至少要有两个选项。
instruments-not-earlier = “{ $written }”不是排在前面的题目，跳题条件只能看前面的答案。
instruments-form-with-levels = 不计分的表单不能有等级。
instruments-matrix-size = 矩阵的行、列与分节的等级数不一致，或等级不存在。
instruments-levels-hole = 等级的分数没有首尾相接：这里从 { $from } 起，应从 { $wanted } 起。
instruments-change-what = 变更规则应写 set 或 raise 其中一个，等级须存在。
instruments-case-differs = 样例的 { $what } 与结果不同：写的是“{ $written }”，结果是“{ $came }”。
