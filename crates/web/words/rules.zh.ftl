# 规则表达式：检查规则包、说明一个人的待遇时的话

rules-empty = 规则是空的。
rules-too-long = 规则超过 { $limit } 字节，请拆成两条。
rules-too-deep = 括号或条件嵌套超过 { $limit } 层。
rules-too-large = 规则超过 { $limit } 个子式，请拆成两条。
rules-syntax = 语法不对{ $near ->
    [empty] ：规则在这里就结束了
   *[other] ，在“{ $near }”附近
 }。
rules-unknown-fact = 没有名为“{ $name }”的事实。
rules-unknown-parameter = 没有名为“{ $name }”的参数，请写在这项待遇的 param 里。
rules-unknown-function = 没有名为“{ $name }”的函数。
rules-arguments = 函数“{ $name }”不接受 { $given } 个参数。
rules-constant = { $name } 里要写一个常量，例如 day("2026-10-01")、month("2026-10")、yuan(25)。
rules-type = 这里应是{ $wanted ->
    [bool] 是非
    [int] 整数
    [money] 金额
    [day] 日期
    [month] 月份
    [text] 文字
    [choice] 选项
   *[labels] 一组标签
 }，写的却是{ $found ->
    [bool] 是非
    [int] 整数
    [money] 金额
    [day] 日期
    [month] 月份
    [text] 文字
    [choice] 选项
   *[labels] 一组标签
 }。
rules-not-a-choice = “{ $value }”不在可选范围内：{ $allowed }
rules-no-order = 这类值（{ $found }）不分大小，只能用 == 或 !=。
rules-no-arithmetic = { $left } 和 { $right } 不能这样计算。
rules-no-fractions = 规则里没有小数，请用百分之几，例如 percent(x, 50)。
rules-no-null = 规则里没有空值，请问是否已知，例如 !known(x)。
rules-unsupported = 规则语言里没有这种写法（{ $what }）。能写什么见 docs/rules.md。
rules-rates-none = 一条标准也没有。
rules-rates-band-backward = 档次“{ $band }”的上限低于下限。
rules-rates-days-backward = 档次“{ $band }”的有效期在开始之前就结束了。
rules-rates-negative = 档次“{ $band }”的金额是负数。
rules-rates-two = 在 { $day }，值 { $value } 有两条标准。
rules-rates-hole = 从 { $day } 起，{ $from } 至 { $to } 没有标准。
packs-fact-twice = 事实“{ $fact }”被声明了两次。
rules-never-true = 这个条件任何人都不可能符合：“{ $part }”自相矛盾。
