# 规则包：`songhe pack` 和规则包页面上的话

packs-bad-toml = 不是合法的 TOML：{ $why }
packs-bad-words = 不是合法的词语行：{ $why }。应写成：room-thing = 文字
packs-not-utf8 = 文件不是 UTF-8 文本（从第 { $byte } 字节起）。请另存为 UTF-8。
packs-unknown-section = 没有模块读取“{ $written }”这一部分，请检查文件名。
packs-unknown-key = 不认识的键“{ $written }”。这里可用：{ $known }
packs-missing-key = 缺少键“{ $name }”。
packs-figure-without = 数值必须写明“{ $name }”。应写：basis = "文件、条款"，confidence = "printed"（见于文件）、"local"（本地做法）或 "unverified"（待核实）
packs-bare-figure = 这里的数值没有依据（{ $found }）。应写成：{ "{" } value = …, basis = "文件、条款", confidence = "unverified" { "}" }
packs-wrong-type = 这里写的是 { $found }，应为{ $expected ->
    [text] 带引号的文字
    [yes-no] true 或 false
    [number] 数字
    [whole] 整数
    [list] 方括号列表
    [table] 表
    [choice] 已知词语之一
    [day] 日期，如 2026-11-22
   *[other] { $expected }
 }。
packs-unknown-choice = “{ $written }”不在可选范围内：{ $known }
packs-bad-value = { $why }
packs-out-of-range = { $value } 超出范围（{ $from } 至 { $to }）。
packs-dangling = 没有名为“{ $written }”的 { $kind }。
packs-missing-word = 词语“{ $word }”缺少{ $language ->
    [zh] 中文（words.zh.ftl）
   *[en] 英文（words.en.ftl）
 }。应写：{ $word } = …
packs-overlap = 与前一条数值的有效期重叠，请给前一条写上 valid_to。
packs-ends-before-it-begins = 终止日 { $to } 不晚于起始日 { $from }。
packs-row-length = 本行有 { $cells } 格，表头有 { $columns } 格。格内含逗号时须加引号。
packs-no-such-pack = 没有名为“{ $written }”的规则包。
packs-circle = “{ $written }”已在上级之列：上级成环，或层数过多。
packs-id-is-not-folder = id“{ $written }”应与文件夹名“{ $folder }”相同。
packs-county-is-not-id = 县的 slug“{ $written }”应与规则包 id“{ $id }”相同。
packs-county-code = “{ $written }”应为县的六位代码。
packs-bad-id = “{ $written }”只能用小写字母和数字，例如 dechang。
packs-id-taken = 已有名为“{ $written }”的规则包。
packs-bad-area-path = “{ $written }”应由小写拼音组成，每段以斜线结尾：sc/liangshan/
packs-none-here = { $folder } 中没有规则包（没有含 pack.toml 的文件夹）。
packs-suggestion = 是否想写“{ $meant }”？
packs-all-well = 没有错误：{ $packs }
packs-faults = 共 { $count } 处错误。
packs-started = 已建好。请填写各文件，然后运行：songhe pack check

areas-level-depth = { $written } 不应处在路径的这一层。
areas-bad-code = “{ $written }”不是区划代码：统计代码 12 位，民政代码 6、9 或 12 位。
areas-code-twice = 同一时期“{ $written }”已是 { $other } 的代码。请给其中一条写上 valid_from 或 valid_to。

terms-not-in-order = “{ $written }”不在 order 中；order 从最困难的类别写起。
terms-two-digits = “{ $written }”应为两位数字。
terms-no-death = 没有终止生命的事件：缺少 death。
terms-work-on-a-weekday = { $day } 是工作日，无须列为调休上班。
