# 读表出错时的说明：哪里不对、怎么办。
sheets-file-too-big = 文件“{ $file }”超过 { $most } MB，无法读取。请按村或按工作表拆分后再上传。
sheets-too-big-inside = 文件“{ $file }”解压后过大，已停止读取。请删除多余的图片和空白格式，另存为新的 .xlsx 后再上传。
sheets-too-many-rows = 文件“{ $file }”的行数超过 { $most } 行。请拆分后分次上传。
sheets-too-many-columns = 文件“{ $file }”在第 { $most } 列以后还有内容。请删除右侧多余的列后再上传。
sheets-too-many-cells = 文件“{ $file }”的内容超过 { $most } 个单元格。请拆分后分次上传。
sheets-too-many-sheets = 文件“{ $file }”的工作表超过 { $most } 个。请只保留需要导入的工作表。
sheets-empty-file = 文件“{ $file }”是空的，没有可读的内容。请检查是否选错了文件。
sheets-damaged = 文件“{ $file }”已损坏，无法打开。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。
sheets-password = 文件“{ $file }”设有打开密码。请打开后取消密码，另存一份再上传。
sheets-too-old = 文件“{ $file }”是很旧的格式。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。
sheets-not-a-table = 文件“{ $file }”不是表格。可以上传 .xlsx、.xls、.et 或 .csv 文件。
sheets-is-pdf = 文件“{ $file }”是 PDF，不是表格。请向对方索取 Excel 原件。
sheets-is-picture = 文件“{ $file }”是图片，不是表格。请向对方索取 Excel 原件。
sheets-is-archive = 文件“{ $file }”是压缩包，不是表格。请解压后逐个上传其中的表格。
sheets-is-web-page = 文件“{ $file }”其实是网页格式（某些系统导出的 .xls）。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。
sheets-is-document = 文件“{ $file }”是文字文档，不是表格。请把其中的表格复制到 Excel 后再上传。
sheets-field-too-long = 字段“{ $field }”有 { $bytes } 字节，超过了银行文件允许的 { $most } 字节。请核对并缩短内容，系统不会自动截断。
