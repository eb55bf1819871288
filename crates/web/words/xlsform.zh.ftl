# 工作簿表单（XLSForm）及其中不能导入的内容。

xlsform-bad-number = 数字小数超过两位或过大：{ $what }
xlsform-bad-pattern = “{ $what }”不是可用的正则表达式（不支持环视和反向引用）。
xlsform-bracket = “{ $what }”后的括号没有闭合。
xlsform-column-unknown = 台账不支持“{ $column }”列，请清空。
xlsform-concat = concat() 和 join() 只能单独作为计算，由问题和文字组成：{ $what }
xlsform-empty = 此单元格不能为空。
xlsform-empty-text = 空文字不是值；请用 { $what } 只作比较，如 . != ''。
xlsform-ends-early = 表达式不完整。
xlsform-left-default = “{ $name }”的默认值未导入：表格的新行是空的。
xlsform-left-device = “{ $type }”由设备记录，未导入。
xlsform-left-group = 重复组内的小组“{ $name }”不作为分组显示；其条件保留。
xlsform-left-language = “{ $language }”的语言没有页面显示，未导入。
xlsform-left-note = “{ $name }”是说明，不需填写，未导入。
xlsform-left-sheet = 工作表“{ $sheet }”不属于表单，未导入。
xlsform-no-column = 工作表 survey 没有“{ $column }”列。
xlsform-no-condition = 这不是条件：{ $what }
xlsform-no-day = “{ $what }”不是日期，请写 2026-11-22。
xlsform-no-function = 台账没有函数“{ $what }”。
xlsform-no-label = “{ $name }”没有标签。
xlsform-no-number = 只有数字和日期才能这样计算和比较：{ $what }
xlsform-no-questions = 表单没有问题。
xlsform-no-sheet = 没有工作表“{ $sheet }”。这是 XLSForm 吗？
xlsform-no-such-choice = 选项中没有“{ $what }”。
xlsform-no-such-list = 工作表 choices 没有列表“{ $list }”。
xlsform-no-such-question = 没有问题“{ $what }”。
xlsform-no-text-made = 公式只能在写明的文字之间选择：{ $what }
xlsform-not-begun = 此处结束的 { $what } 没有开始。
xlsform-not-closed = 这个 { $what } 没有结束。
xlsform-not-in-a-repeat = “{ $name }”不能放在重复组中：表格的行不带文件。
xlsform-not-in-a-rule = 公式不能读取“{ $what }”。
xlsform-not-understood = 无法理解：{ $what }
xlsform-of-a-row = “{ $what }”在重复组的每一行填写；组外请用 sum()、count() 或 count-non-empty()。
xlsform-of-a-text = { $what }() 只能在文本问题自己的校验中使用，如 regex(., '[0-9]+')。
xlsform-of-its-own-rows = 重复组内不能用 { $what }() 读取本组的各行。
xlsform-of-no-repeat = { $what }() 要写重复组或其中的问题。
xlsform-or-other = 不支持 or_other，请在选项中加“其他”，另设一个文本问题。
xlsform-range = 范围请写 start=1 end=10 step=1，start 小于 end，小数最多两位。
xlsform-renamed = “{ $from }”在此改称“{ $to }”。
xlsform-repeat-count = 表格填几行就有几行，请清空此单元格。
xlsform-repeat-in-repeat = 重复组中不能再有重复组。
xlsform-required = 请写 yes 或 no；不理解“{ $what }”。
xlsform-string-length = 公式不能计算“{ $what }”的长度，只能限定最大长度：string-length(.) <= 20。
xlsform-there = 草稿中已有“{ $name }”。
xlsform-too-deep = 表达式嵌套过深。
xlsform-too-long = 表达式过长：{ $what }
xlsform-too-many-rows = 超过 { $most } 行。
xlsform-twice = “{ $name }”重复。
xlsform-two-kinds = 两边类型不同：{ $what }
xlsform-two-texts = 文本只能与写明的文字比较：{ $what }
xlsform-typed-and-computed = 问题要么填写，要么计算。
xlsform-unknown-type = 台账没有类型“{ $type }”。
xlsform-use-selected = “{ $what }”可多选，请用 selected()。
packs-form-left = 未导入：
