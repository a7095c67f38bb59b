--- `:checkhealth diple`
local M = {}

function M.check()
  local compat = require('diple.compat')
  local client = require('diple.client')
  local status = require('diple.status')
  local report = compat.health()

  report.start('diple')
  if compat.inline_labels then
    report.ok('labels stand inside the lines')
  else
    report.warn('labels stand at the ends of lines: inside them they need Neovim 0.10')
  end

  local path, from = client.find()
  if not path then
    report.error(from)
  else
    local version = status.version(path)
    if version then
      report.ok(('daemon %s, found through %s: %s'):format(version, from, path))
    else
      report.error(('%s (found through %s) does not run: `%s --version` fails'):format(path, from, path))
    end
  end

  local running = client.client()
  if running then
    report.ok(('running; columns count %s'):format(running.offset_encoding))
  else
    report.info(('not running; it starts with a file of type %s, or with :Diple start'):format(
      table.concat(require('diple.config').settings.filetypes, ', ')))
  end
  for _, buf in ipairs(require('diple.findings').buffers()) do
    local name = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buf), ':~:.')
    report.info(('%s: %s'):format(name, status.counts(require('diple.findings').of(buf))))
  end
end

return M
