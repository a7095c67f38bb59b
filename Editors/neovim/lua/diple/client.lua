--- The daemon's life: where it is, one process for all buffers, what happens when it ends.
local compat = require('diple.compat')
local config = require('diple.config')
local findings = require('diple.findings')
local message = require('diple.message')
local places = require('diple.places')
local range = require('diple.range')

local M = {}

--- The client that serves; nil before the start and after the end.
---@type integer?
M.id = nil

--- Buffers that are annotated, or were when the daemon ended.
local buffers = {}
--- Clients that we stop ourselves, with what is to be done when they have ended.
local stopping = {}
--- When the daemon last ended unasked (milliseconds).
local crashes = {}
--- True after `:Diple stop`: nothing starts by itself then.
local is_off = false
--- A problem is told once, not for every file.
local told

local crash_window, crash_limit = 3 * 60 * 1000, 3

--- Where the daemon is and who says so; or nil and what to do.
---@return string? path
---@return string from
function M.find()
  for _, named in ipairs { { config.settings.path or '', 'the setting `path`' }, { vim.env.DIPLE_PATH or '', '$DIPLE_PATH' } } do
    local path, from = named[1], named[2]
    if path ~= '' then
      if path:find('/') then path = vim.fn.fnamemodify(path, ':p') end
      local found = vim.fn.exepath(path)
      if found ~= '' then return found, from end
      return nil, ('%s says %s, which is no program. Correct it, or build Diple there.'):format(from, path)
    end
  end
  local found = vim.fn.exepath('diple')
  if found ~= '' then return found, 'PATH' end
  return nil,
    'the program `diple` is not in PATH. Build it from its repository (swift build -c release), then put it into PATH, '
      .. 'or name it: $DIPLE_PATH, or require("diple").setup { path = "…/diple" }. See :help diple-daemon.'
end

---@return table? client
function M.client()
  local client = M.id and not stopping[M.id] and vim.lsp.get_client_by_id(M.id)
  return client and not compat.is_stopped(client) and client or nil
end

local function ended(code, signal, id)
  vim.schedule(function()
    local after = stopping[id]
    stopping[id] = nil
    if M.id == id then M.id = nil end
    if vim.v.exiting ~= vim.NIL then return end
    require('diple.render').clear()
    if after then return after() end

    local now = vim.loop.now()
    local how = signal ~= 0 and ('signal %d'):format(signal) or ('exit code %d'):format(code)
    crashes = vim.tbl_filter(function(time) return now - time < crash_window end, crashes)
    table.insert(crashes, now)
    if #crashes > crash_limit then
      return message.error(
        'the daemon has ended %d times within three minutes (%s) and stays off. :Diple restart tries again; '
          .. 'the log is %s',
        #crashes,
        how,
        vim.lsp.get_log_path()
      )
    end
    message.warn('the daemon has ended unasked (%s); it is started again.', how)
    M.start()
  end)
end

local autocommands = vim.api.nvim_create_augroup('diple.buffers', {})

--- Stops annotating a buffer that holds what cannot be annotated, and says why.
local function leave(buf, row)
  message.warn(
    'line %d of %s has a carriage return (^M) within it, which ends a line for the daemon and not for Neovim; the text is not '
      .. 'annotated. :%%s/\\r/\\r/g parts the lines there; then :Diple start.',
    row + 1,
    vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buf), ':t')
  )
  buffers[buf] = nil
  vim.schedule(function()
    if M.id and vim.lsp.buf_is_attached(buf, M.id) then vim.lsp.buf_detach_client(buf, M.id) end
    require('diple.render').forget(buf)
  end)
end

--- Asks for all that was found, where what is published does not tell it.
local function ask(client, buf)
  local params = { textDocument = { uri = vim.uri_from_bufnr(buf) } }
  compat.request(client, 'diple/annotations', params, function(_, result)
    if result then require('diple.render').publish(result, client.offset_encoding) end
  end, buf)
end

--- The kinds that come with Diple, which have groups of their own.
local built_in = { quote = true, entity = true, date = true, stance = true }

--- Asks for the colours of kinds when findings of a module come. Modules may change while the daemon runs; then lists are whole.
local function learn(client, publication)
  for _, annotation in ipairs(publication.annotations or publication.added or {}) do
    if not built_in[annotation.kind] and (publication.annotations or not M.has_learnt) then
      M.has_learnt = true
      return compat.request(client, 'diple/plugins', vim.empty_dict(), function(_, result)
        if result and require('diple.highlights').learn(result.plugins) then require('diple.render').redraw() end
      end)
    end
  end
end

--- Follows what the daemon is sent of the texts, which `diple.findings` moves places by.
local function follow(client)
  local notify = client.rpc.notify
  local function changed(document, changes)
    local buf, encoding = vim.uri_to_bufnr(document.uri), client.offset_encoding
    local edits = {}
    for _, change in ipairs(changes) do
      local edit = places.edit(change, encoding)
      -- All was replaced, and nobody can say what went where.
      if not edit then
        findings.opened(buf, document.version)
        return vim.schedule(function() ask(client, buf) end)
      end
      table.insert(edits, edit)
      local row = buffers[buf] and range.lone_return(buf, edit.line, edit.new_line + 1)
      if row then leave(buf, row) end
    end
    findings.changed(buf, document.version, edits)
  end
  client.rpc.notify = function(method, params)
    local document = params and params.textDocument
    if method == 'textDocument/didOpen' then
      findings.opened(vim.uri_to_bufnr(document.uri), document.version)
    elseif method == 'textDocument/didChange' then
      changed(document, params.contentChanges)
    end
    return notify(method, params)
  end
end

local function attached(buf)
  buffers[buf] = true
  local row = range.lone_return(buf, 0, -1)
  if row then return leave(buf, row) end
  vim.api.nvim_clear_autocmds({ group = autocommands, buffer = buf })
  vim.api.nvim_create_autocmd('BufUnload', {
    group = autocommands,
    buffer = buf,
    callback = function()
      buffers[buf] = nil
      require('diple.render').forget(buf)
    end,
  })
  if not compat.maps_hover and vim.fn.mapcheck('K', 'n') == '' then
    vim.keymap.set('n', 'K', vim.lsp.buf.hover, { buffer = buf, desc = 'What Diple knows of this place' })
  end
end

--- The client as |vim.lsp.start()| and |vim.lsp.config()| take it.
function M.config()
  local path = M.find()
  return {
    name = 'diple',
    cmd = { path or 'diple', 'serve' },
    filetypes = config.settings.filetypes,
    get_language_id = function(_, filetype) return filetype == 'text' and 'plaintext' or filetype end,
    init_options = config.daemon_options(),
    handlers = {
      ['diple/publishAnnotations'] = function(_, publication, context)
        local client = vim.lsp.get_client_by_id(context.client_id)
        if not client then return end
        require('diple.render').publish(publication, client.offset_encoding)
        learn(client, publication)
      end,
    },
    -- What is published is then of the text as it is, but for what is typed while it is on its way. The daemon passes over
    -- versions that it cannot keep up with.
    flags = { debounce_text_changes = 0 },
    on_init = function(client)
      M.id, M.has_learnt = client.id, false
      follow(client)
    end,
    on_attach = function(_, buf) attached(buf) end,
    on_exit = ended,
  }
end

--- Annotates a buffer; starts the daemon where it does not run. Hover windows and the like are left alone.
---@param buf integer
function M.attach(buf)
  if vim.bo[buf].buftype ~= '' then return end
  buffers[buf] = true
  if is_off then return end
  if M.client() then
    vim.lsp.buf_attach_client(buf, M.id)
    return
  end
  local path, problem = M.find()
  if not path then
    if told ~= problem then message.warn('%s', problem) end
    told = problem
    return
  end
  told = nil
  M.id = compat.start(M.config(), buf)
end

--- Starts the daemon for all buffers that it serves, and for one more.
---@param buf? integer
function M.start(buf)
  is_off, told = false, nil
  if buf then M.attach(buf) end
  for known in pairs(vim.deepcopy(buffers)) do
    if vim.api.nvim_buf_is_loaded(known) then M.attach(known) end
  end
end

--- Stops the daemon; calls `after` when it has ended.
---@param after? function
function M.stop(after)
  is_off, crashes = true, {}
  local client = M.client()
  if not client then return after and after() end
  stopping[client.id] = after or function() end
  compat.stop(client)
  -- One that hangs does not answer `shutdown`.
  vim.defer_fn(function()
    if stopping[client.id] then compat.stop(client, true) end
  end, 1500)
end

function M.restart()
  M.stop(function() M.start() end)
end

--- Tells a running daemon of new options.
function M.configure()
  local client = M.client()
  if client then
    compat.notify(client, 'workspace/didChangeConfiguration', { settings = { diple = config.daemon_options() } })
  end
end

return M
