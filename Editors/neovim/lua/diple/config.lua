--- The settings, their defaults, and a check that tells what is wrong with them.
local M = {}

---@class diple.Settings
---@field path? string the daemon; without it `$DIPLE_PATH`, then `diple` in PATH
---@field date? string the day that texts were written, `YYYY-MM-DD`, where they do not say it
---@field plugins? string[] folders of modules to use too
---@field disable? string[] ids of modules that do not run
---@field modules? table<string, table<string, any>> settings of modules, by id
local defaults = {
  filetypes = { 'text', 'markdown' },
  autostart = true,
  show = { quotes = true, entities = true, dates = true, stance = true, labels = true },
  labels = { quotes = true, entities = false, dates = true, stance = true },
  panel = { position = 'right', width = 46 },
}

--- What each setting must be. A table holds the settings below it.
local types = {
  path = 'string',
  date = 'string',
  plugins = 'table',
  disable = 'table',
  modules = 'table',
  filetypes = 'table',
  autostart = 'boolean',
  show = { quotes = 'boolean', entities = 'boolean', dates = 'boolean', stance = 'boolean', labels = 'boolean' },
  labels = { quotes = 'boolean', entities = 'boolean', dates = 'boolean', stance = 'boolean' },
  panel = { position = 'string', width = 'number' },
}

---@type diple.Settings
M.settings = vim.deepcopy(defaults)

--- The name of a kind in settings and commands.
M.names = { quote = 'quotes', entity = 'entities', date = 'dates', stance = 'stance' }

local function problems(options, expected, prefix, found)
  for name, value in pairs(options) do
    local want, path = expected[name], prefix .. tostring(name)
    if want == nil then
      table.insert(found, ('there is no setting `%s`'):format(path))
    elseif type(want) == 'table' and type(value) == 'table' then
      problems(value, want, path .. '.', found)
    elseif type(value) ~= (type(want) == 'table' and 'table' or want) then
      table.insert(found, ('`%s` must be a %s'):format(path, type(want) == 'table' and 'table' or want))
    end
  end
  return found
end

--- Takes options over the defaults. What is wrong is told and leaves the defaults as they are.
---@param options? table
function M.set(options)
  options = options or {}
  local found = problems(options, types, '', {})
  if type(options.date) == 'string' and not options.date:match('^%d%d%d%d%-%d%d%-%d%d$') then
    table.insert(found, '`date` must be written YYYY-MM-DD')
  end
  local position = type(options.panel) == 'table' and options.panel.position or 'right'
  if not vim.tbl_contains({ 'left', 'right', 'bottom' }, position) then
    table.insert(found, '`panel.position` must be left, right or bottom')
  end
  if #found > 0 then
    table.sort(found)
    return require('diple.message').error('%s.', table.concat(found, '; '))
  end
  M.settings = vim.tbl_deep_extend('force', vim.deepcopy(defaults), options)
  -- A list is one value: it is replaced, not merged item by item. (The others have no default that they could merge with.)
  if options.filetypes then M.settings.filetypes = options.filetypes end
end

--- What the daemon is told (`initializationOptions`). Labels are drawn here, so its inlay hints would say things twice.
function M.daemon_options()
  local settings = M.settings
  return {
    inlayHints = false,
    date = settings.date,
    plugins = settings.plugins,
    disable = settings.disable,
    modules = settings.modules and next(settings.modules) and settings.modules or nil,
  }
end

return M
