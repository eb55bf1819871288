# What is said when a table cannot be read: what is wrong, and what to do.
sheets-file-too-big = “{ $file }” is larger than { $most } MB. Split it by village or by sheet and upload the parts.
sheets-too-big-inside = “{ $file }” grows too large when unpacked, so reading stopped. Remove pictures and empty formatting, save it as a new .xlsx and upload that.
sheets-too-many-rows = “{ $file }” has more than { $most } rows. Split it and upload the parts.
sheets-too-many-columns = “{ $file }” has content beyond column { $most }. Remove the extra columns on the right and upload it again.
sheets-too-many-cells = “{ $file }” has more than { $most } cells with content. Split it and upload the parts.
sheets-too-many-sheets = “{ $file }” has more than { $most } sheets. Keep only those to be imported.
sheets-empty-file = “{ $file }” is empty; there is nothing to read. Check that it is the right file.
sheets-damaged = “{ $file }” is damaged and cannot be opened. Open it in Excel or WPS, save it as .xlsx and upload that.
sheets-password = “{ $file }” needs a password to open. Open it, remove the password, save a copy and upload that.
sheets-too-old = “{ $file }” is in a very old format. Open it in Excel or WPS, save it as .xlsx and upload that.
sheets-not-a-table = “{ $file }” is not a table. Upload a .xlsx, .xls, .et or .csv file.
sheets-is-pdf = “{ $file }” is a PDF, not a table. Ask the sender for the Excel original.
sheets-is-picture = “{ $file }” is a picture, not a table. Ask the sender for the Excel original.
sheets-is-archive = “{ $file }” is an archive, not a table. Unpack it and upload its tables one by one.
sheets-is-web-page = “{ $file }” is really a web page (some systems export such .xls files). Open it in Excel or WPS, save it as .xlsx and upload that.
sheets-is-document = “{ $file }” is a text document, not a table. Copy its table into Excel and upload that.
sheets-field-too-long = The field “{ $field }” has { $bytes } bytes, more than the { $most } the bank's file allows. Check and shorten it; nothing is cut silently.
