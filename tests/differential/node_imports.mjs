// The modules of Node that programs use, in Node and in a step.
import assert from "node:assert";
import * as async_hooks from "node:async_hooks";
import * as buffer from "node:buffer";
import * as diagnostics_channel from "node:diagnostics_channel";
import events from "node:events";
import * as module from "node:module";
import path from "node:path";
import punycode from "node:punycode";
import querystring from "querystring";
import stream from "node:stream";
import * as stream_consumers from "node:stream/consumers";
import * as stream_promises from "node:stream/promises";
import * as string_decoder from "node:string_decoder";
import * as timers_promises from "timers/promises";
import url from "node:url";
import util from "util";
import zlib from "node:zlib";

export const modules = { assert, async_hooks, buffer, diagnostics_channel, events, module, path, punycode, querystring, stream, stream_consumers,
  stream_promises, string_decoder, timers_promises, url, util, zlib };
