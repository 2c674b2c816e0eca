// What steps do with axios. Each source is run in Node and in sendoff, with the same axios, against the
// same server (tests/differential/step_axios_server.mjs); what it returns, as JSON, has to be the same.
// `told` makes an error comparable. `difference` names a row of docs/step-axios-differences.md.
const cases = {
  // Responses.
  "a response has status, text, data and the config that made it": `
    const { status, statusText, data, config } = await axios.get(url + "/json");
    return [status, statusText, data, config.method, config.url];`,
  "headers are read in any letter case and by get": `
    const { headers } = await axios.get(url + "/headers");
    return [headers["x-one"], headers.get("X-ONE"), headers["X-Two"], headers.get("x-two"), headers["set-cookie"],
      headers.has("nope"), headers.getContentType(), headers.constructor.name, typeof headers.toJSON()];`,
  "text that looks like JSON is parsed whatever its type": `return (await axios.get(url + "/text-json")).data;`,
  "text that is none stays text": `return (await axios.get(url + "/text")).data;`,
  "broken JSON stays text without responseType": `return (await axios.get(url + "/broken-json")).data;`,
  "broken JSON is an error with responseType json and no silence": `
    return axios.get(url + "/broken-json", { responseType: "json", transitional: { silentJSONParsing: false } }).catch(told);`,
  "responseType text leaves JSON alone": `
    return (await axios.get(url + "/json", { responseType: "text", transformResponse: (data) => data })).data;`,
  "forcedJSONParsing may be switched off": `
    return (await axios.get(url + "/json", { transitional: { forcedJSONParsing: false } })).data;`,
  "a byte order mark is dropped": `return (await axios.get(url + "/bom")).data;`,
  "an empty body": `return [(await axios.get(url + "/empty")).data, (await axios.get(url + "/no-content")).status];`,
  "HEAD has headers and no body": `
    const { status, data, headers } = await axios.head(url + "/json"); return [status, data, headers["content-type"]];`,
  "bytes": `return Array.from(new Uint8Array((await axios.get(url + "/bytes", { responseType: "arraybuffer" })).data));`,
  "gzip, deflate and brotli are decoded": `
    return Promise.all(["gzip", "deflate", "br"].map(async (c) => {
      const { data, headers } = await axios.get(url + "/coded/" + c); return [data, headers["content-encoding"]]; }));`,
  "other encodings by responseEncoding": `
    return Promise.all(["latin1", "binary", "ascii", "base64", "hex", "utf16le", "UTF8", "morse"].map((responseEncoding) =>
      axios.get(url + "/bytes", { responseEncoding, transformResponse: (data) => data }).then(({ data }) => data, () => "error")));`,
  "a redirect is followed and told": `
    const { data, request } = await axios.get(url + "/moved/302?to=/echo"); return [data.url, request.res.responseUrl.endsWith("/echo")];`,
  "what a redirect does to the method": `
    return Promise.all([301, 302, 303, 307, 308].map(async (status) => {
      const { data } = await axios.post(url + "/moved/" + status + "?to=/echo", { a: 1 });
      return [status, data.method, data.body, data.headers["content-type"]]; }));`,
  "what a redirect does to other methods": `
    return Promise.all(["put", "delete", "patch"].flatMap((method) => [302, 303, 307].map(async (status) => {
      const { data } = await axios({ method, url: url + "/moved/" + status + "?to=/echo", data: "x" });
      return [method, status, data.method, data.body]; })));`,
  "authorization on a redirect within the origin": `
    return (await axios.get(url + "/moved/302?to=/echo", { headers: { Authorization: "Bearer x" } })).data.headers.authorization;`,
  "a redirect without a place": `return (await axios.get(url + "/moved/302", { validateStatus: null })).status;`,
  "maxRedirects 0": `return axios.get(url + "/moved/302?to=/echo", { maxRedirects: 0 }).catch(told);`,
  "too many redirects": `return axios.get(url + "/loop", { maxRedirects: 2 }).catch(told);`,

  // Requests.
  "the methods' shorthands": `
    const bodies = ["post", "put", "patch"].map((m) => axios[m](url + "/echo", { m }));
    const forms = ["postForm", "putForm", "patchForm"].map((m) => axios[m](url + "/echo", { m }));
    const plain = ["get", "delete", "options"].map((m) => axios[m](url + "/echo"));
    return (await Promise.all([...bodies, ...plain])).map(({ data }) => [data.method, data.body, data.headers["content-type"]])
      .concat((await Promise.all(forms)).map(({ data }) => [data.method, data.headers["content-type"].split(";")[0]]));`,
  "axios(url), axios(config), axios(url, config), axios.request": `
    const answers = [await axios(url + "/echo"), await axios({ url: url + "/echo", method: "PUT" }),
      await axios(url + "/echo", { method: "delete" }), await axios.request({ url: url + "/echo" })];
    return answers.map(({ data }) => data.method);`,
  "params of every kind": `
    const { data } = await axios.get(url + "/echo?z=1#gone", { params: { a: 1, b: [1, "x"], c: { d: 2, e: { f: [3] } },
      n: null, u: undefined, t: true, when: new Date(0), s: "a b+c&d=é:$,[]" } }); return data.url;`,
  "characters that no URL may have": `return (await axios.get(url + "/echo", { params: { a: 1 }, paramsSerializer: { encode: (x) => "<" + x + ">" } })).data.url;`,
  "params as URLSearchParams": `return (await axios.get(url + "/echo", { params: new URLSearchParams("a=1&a=2") })).data.url;`,
  "paramsSerializer": `
    const get = async (paramsSerializer) => (await axios.get(url + "/echo", { params: { a: [1, 2], o: { k: "v" } }, paramsSerializer })).data.url;
    return [await get({ indexes: null }), await get({ indexes: true }), await get({ encode: (x) => "-" + x }),
      await get({ serialize: (p) => "s=" + Object.keys(p) }), await get((p) => "f=" + Object.keys(p)).catch(told)];`,
  "baseURL": `
    const get = async (config) => (await axios({ ...config })).data.url;
    return [await get({ baseURL: url + "/echo/", url: "/a" }), await get({ baseURL: url + "/echo", url: "b" }), await get({ baseURL: url + "/echo" }),
      await get({ baseURL: "http://nowhere.invalid", url: url + "/echo" }),
      await get({ baseURL: url + "/echo", url: "http://nowhere.invalid/x", allowAbsoluteUrls: false }).catch(told)];`,
  "auth wins over a header, and is taken from the URL": `
    const auth = async (config) => (await axios({ url: url + "/echo", ...config })).data.headers.authorization;
    return [await auth({ auth: { username: "ü", password: "p:w" } }), await auth({ auth: { username: "u", password: "p" }, headers: { authorization: "x" } }),
      await auth({ url: url.replace("//", "//a%40:b@") + "/echo" })];`,
  "headers of a request": `
    const { data } = await axios.post(url + "/echo", "x", { headers: { "X-A": 1, "X-B": ["p", "q"], "X-N": null, "X-U": undefined, "X-F": false, "X-T": true,
      "content-type": "text/plain", "User-Agent": "mine" } });
    return ["x-a", "x-b", "x-n", "x-u", "x-f", "x-t", "content-type", "user-agent", "accept", "accept-encoding"].map((n) => data.headers[n] ?? null);`,
  "default headers of a request": `
    const { data } = await axios.get(url + "/echo"); return ["accept", "user-agent", "accept-encoding", "content-type"].map((n) => data.headers[n] ?? null);`,
  "bodies and their types": `
    const send = async (data, headers) => { const { data: got } = await axios.post(url + "/echo", data, { headers }); return [got.body, got.headers["content-type"] ?? null]; };
    const form = "application/x-www-form-urlencoded";
    return [await send({ a: [1, null, { b: "é" }] }), await send([1]), await send("plain"), await send(new URLSearchParams({ a: "1 2" })), await send(null),
      await send(undefined), await send({ a: { b: [1, 2] }, c: "x y" }, { "Content-Type": form }), await send("text", { "Content-Type": "application/json" }),
      await send(7, { "Content-Type": "application/json" }), await send({ x: 1n === 1n }), await send("a", { "Content-Type": false }), await send({ toJSON: () => "j" })];`,
  "bytes as a body": `
    const { data } = await axios.post(url + "/echo", new Uint8Array([104, 105]), { headers: { "Content-Type": "application/octet-stream" } });
    return [data.body, data.headers["content-type"], data.headers["content-length"]];`,
  "FormData and multipart": `
    const form = new FormData(); form.append("a", "1"); form.append("f", new Blob(["bytes"], { type: "text/x" }), "n.txt");
    const parts = ({ data }) => [data.headers["content-type"].split(";")[0], data.body.replace(/--[^\\r]*/g, "--").split("\\r\\n")];
    return [parts(await axios.post(url + "/echo", form)), parts(await axios.postForm(url + "/echo", { a: { b: [1, "x"] } }))];`,
  "a body with GET and DELETE": `
    return Promise.all(["get", "delete"].map(async (method) => { const { data } = await axios({ method, url: url + "/echo", data: { a: 1 } });
      return [data.method, data.body, data.headers["content-type"] ?? null]; }));`,
  "what transformRequest leaves is sent as it is": `
    const left = { text: '{"a":1}', spaced: ' "x" ', empty: "", zero: 0, off: false, none: null, surrogate: "\\ud800", buffer: new Uint8Array([104, 105]).buffer,
      blob: new Blob(["hi"]), typed: new Blob(["hi"], { type: "text/x" }), nothing: new Blob([]) };
    return Promise.all(Object.entries(left).flatMap(([name, body]) => ["application/json", "text/plain", undefined].map(async (type) => {
      const { data } = await axios.post(url + "/echo", "x", { transformRequest: () => body, headers: { "Content-Type": type } });
      return [name, type, data.body, data.headers["content-type"], data.headers["content-length"]]; })));`,
  "what transformRequest may not leave": `
    const left = [{ a: 1 }, [1], new URLSearchParams("a=1"), new Uint8Array([104]), new DataView(new ArrayBuffer(1)), 7, true, () => 1, new Date(0), 10n, Symbol("s")];
    return Promise.all(left.flatMap((body) => ["application/json", undefined].map((type) =>
      axios.post(url + "/echo", "x", { transformRequest: () => body, headers: { "Content-Type": type } }).catch(told))));`,
  "a form that transformRequest leaves": `
    const form = new FormData(); form.append("a", "1");
    return Promise.all(["application/json", "multipart/form-data; boundary=0123456789abc", undefined].map(async (type) => {
      const { data } = await axios.post(url + "/echo", "x", { transformRequest: () => form, headers: { "Content-Type": type } });
      const [, boundary] = data.headers["content-type"].match(/^multipart.form-data; boundary=(.*)$/);
      return [type?.includes(boundary) ?? false, data.body.replaceAll(boundary, "")]; }));`,
  "what the default transform leaves alone is not sent": `
    return Promise.all([7, true, () => 1].map((body) => axios.post(url + "/echo", body).catch(told)));`,
  "headers that are null, false or undefined": `
    const names = ["Content-Type", "content-type", "Accept", "User-Agent", "Accept-Encoding", "X-A"];
    return Promise.all(names.flatMap((name) => [null, false, undefined].flatMap((value) => [{ a: 1 }, "x", undefined].map(async (body) => {
      const { data } = await axios.post(url + "/echo", body, { headers: { [name]: value } });
      return [name, value, names.map((n) => data.headers[n.toLowerCase()] ?? null), data.body]; }))));`,
  "a header of an instance that a call takes away": `
    const client = axios.create({ headers: { common: { "X-C": "c" }, Authorization: "a", "Content-Type": "text/plain" } });
    const { data } = await client.post(url + "/echo", { a: 1 }, { headers: { "X-C": null, Authorization: false, "Content-Type": null } });
    return ["x-c", "authorization", "content-type"].map((n) => data.headers[n] ?? null);`,
  "lists of header values": `
    const names = ["Cookie", "cookie", "Set-Cookie", "Authorization", "Content-Type", "Accept", "Referer", "If-Match", "User-Agent", "X-A"];
    const lists = [["a=1", "b=2"], ["one"], [], [null, undefined, false, 1, "a", ["n", "m"]], [" a ", ""]];
    return Promise.all(names.flatMap((name) => lists.map(async (list) => {
      const { data } = await axios.get(url + "/echo", { headers: { [name]: list } });
      const lines = data.rawHeaders.map((text, i, all) => [text, all[i + 1]]).filter((line, i) => i % 2 === 0);
      return [name, list, lines.filter(([n]) => n.toLowerCase() === name.toLowerCase())]; })));`,
  "characters that a header cannot carry": `
    const { data } = await axios.get(url + "/echo", { headers: { "X-A": "\\u65e5\\u00e9\\r\\nY: 1\\u0000", "X-O": { a: 1 } } });
    return [data.headers["x-a"], data.headers["x-o"], data.headers.y ?? null];`,
  "headers of the connection": `return (await axios.get(url + "/echo", { headers: { "Proxy-Authorization": "x", TE: "trailers" } })).data.headers.te ?? null;`,
  "a name that is no header's, a method that is none": `
    return [await axios.get(url, { headers: { "bad name": "x" } }).catch((e) => [e.name, e.code, e.message]), await axios({ url, method: "ba d" }).catch((e) => [e.name, e.code, e.message])];`,
  "TRACE": `return (await axios({ url: url + "/echo", method: "TRACE" }).catch((e) => ({ data: { method: e.name } }))).data.method;`,
  "credentials of any kind": `
    const auth = async (config) => (await axios({ url: url + "/echo", ...config })).data.headers.authorization ?? null;
    return [await auth({ auth: { username: 5 } }), await auth({ auth: {} }), await auth({ auth: true }), await auth({ url: url.replace("//", "//a%zz:b%40@") + "/echo" }), await auth({ url: url.replace("//", "//only@") + "/echo" })];`,
  "bytes in params and in forms": `
    const bytes = { a: new Uint8Array([104, 105]), b: [new Uint8Array([104]), 2], c: { d: new Uint16Array([104, 361]) }, e: new Uint8Array([104]).buffer,
      "f{}": new Uint8Array([1]), g: new DataView(new ArrayBuffer(1)), h: new Uint8Array([0xef, 0xbb, 0xbf, 255, 39]) };
    const form = { "Content-Type": "application/x-www-form-urlencoded" };
    return [(await axios.get(url + "/echo", { params: bytes })).data.url, axios.getUri({ url, params: bytes }), axios.create({ params: { z: bytes.a } }).getUri({ url }), (await axios.post(url + "/echo", bytes, { headers: form })).data.body,
      await axios.get(url + "/echo", { params: { a: new Blob(["x"]) } }).catch(told), await axios.post(url + "/echo", { a: new Blob(["x"]) }, { headers: form }).catch(told)];`,
  "every character in a URL and in params": `
    const all = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join("") + "\\u00e9\\u65e5\\ud83d\\ude00";
    const get = async (config) => { const { data, request } = await axios(config); return [data.url, request.res.responseUrl === url + data.url]; };
    return [await get({ url: url + "/echo", params: { [all]: all } }), await get({ url: url + "/echo?q='!()*~|^{}#f", params: { a: "'" } }),
      await get({ url: url + "/p'!()*~|{}", params: { a: ["'", { "'": "'" }] } }), await get({ url: url + "/echo?", params: { a: 1 } }), await get({ url: url + "?b&", params: { a: 1 } }),
      await get({ url, params: { a: 1 } }), await get({ url: url + "/echo", params: { a: 1 }, paramsSerializer: { serialize: () => "?a='|^{}[]~" } }),
      await get({ url: url + "/echo", params: { a: 1 }, paramsSerializer: { serialize: () => "" } })];`,
  "params after a redirect are those of the place": `
    const { data, request } = await axios.get(url + "/moved/302?to=" + encodeURIComponent("/echo?a='b"), { params: { c: "'" } });
    return [data.url, request.res.responseUrl === url + data.url];`,
  "params that cannot be written": `
    const circle = {}; circle.self = circle;
    return Promise.all(["a=1", { x: "\\ud800" }, { d: new Date(NaN) }, circle].map((params) => axios.get(url + "/echo", { params }).catch(told))
      .concat(axios.get(url + "/echo", { params: { a: 1 }, paramsSerializer: { serialize() { throw new RangeError("no"); } } }).catch((e) => [told(e), e.url === url + "/echo", e.exists])));`,
  "odd params": `
    return Promise.all([["a", "b"], new Map([["a", 1]]), { f() {} }, { s: new String("x") }, { n: NaN }, { "a[]": 1 }, 0, ""].map(async (params) => (await axios.get(url + "/echo", { params })).data.url));`,
  "a URL object": `
    const place = new URL(url + "/echo?b='c#d"); const ask = async (make) => { try { return (await make()).data.url; } catch (e) { return [e.name, e.message]; } };
    return [await ask(() => axios.get(place)), await ask(() => axios.get(place, { params: { x: "'" } })), await ask(() => axios({ url: place })), await ask(() => axios.post(place, { a: 1 })),
      await ask(() => axios.get("/x", { baseURL: place })), await ask(() => axios({ baseURL: place })), await ask(() => axios.get(place, { baseURL: url })),
      await ask(() => axios.create({ baseURL: place }).get("x")), await ask(async () => ({ data: { url: axios.getUri({ url: new URL("http://a.example/b?c") }) } }))];`,
  "decompress": `
    return Promise.all(["gzip", "deflate", "br"].map(async (c) => {
      const { data, headers } = await axios.get(url + "/coded/" + c, { decompress: false, responseType: "arraybuffer" });
      return [Array.from(new Uint8Array(data)), headers["content-encoding"]]; }));`,
  "codings that stay on": `
    const { headers } = await axios.get(url + "/coded-twice"), other = await axios.get(url + "/coded-otherwise"), head = await axios.head(url + "/coded/gzip");
    return [headers["content-encoding"], other.headers["content-encoding"], other.data, head.headers["content-encoding"] ?? null];`,
  "an adapter by its name": `
    const get = (adapter) => axios.get(url + "/json", { adapter }).then(({ status }) => status, told), client = axios.create({ adapter: "http" });
    return [await get("http"), await get("HTTP"), await get(["xhr", "http"]), await get("xhr"), await get("nope"), await get([]), await get(null), (await client.get(url + "/json")).status,
      await client(url + "/json", { adapter: "nope" }).catch(told), await client({ url: url + "/json" }).then(({ status }) => status), typeof axios.getAdapter("http"), typeof axios.getAdapter(["nope", "http"].slice(1))];`,
  "a data: URL": `return (await axios.get("data:text/plain,hi", { responseType: "text" }).catch((e) => ({ data: e.code }))).data;`,
  "the fetch adapter": `return (await axios.get(url + "/json", { adapter: "fetch" }).catch(told)).status;`,
  "a proxy": `return (await axios.get(url + "/json", { proxy: { host: "127.0.0.1", port: 1 } }).catch((e) => e)).code;`,
  "options that are wrong or say nothing": `
    const get = (config) => axios.get(url + "/json", config).then(({ status }) => status, told);
    return [await get({ socketPath: 5 }), await get({ httpVersion: "x" }), await get({ httpVersion: 3 }), await get({ httpVersion: "1" }), await get({ proxy: false }), await get({ socketPath: null }),
      await get({ family: 4 }), await get({ maxRate: 1e6 }), await get({ insecureHTTPParser: false }), await get({ maxRedirects: undefined })];`,
  "redirects of other statuses": `
    return Promise.all([300, 304, 305, 399].map((status) => axios.get(url + "/moved/" + status + "?to=/echo", { validateStatus: null }).then(({ status }) => status)));`,
  "an empty Location": `
    return Promise.all([301, 302, 303, 307, 308].map((status) => axios.get(url + "/moved/" + status + "?to=").catch(told)));`,
  "maxBodyLength": `return axios.post(url + "/echo", "x".repeat(100), { maxBodyLength: 10 }).catch(told);`,
  "maxContentLength": `return axios.get(url + "/long", { maxContentLength: 10 }).catch(told);`,
  "getUri": `return [axios.getUri({ url: "/a", params: { b: [1] } }), axios.getUri({ baseURL: "http://x/y", url: "z" })];`,

  // Errors.
  "statuses outside 2xx": `return Promise.all([304, 399, 400, 401, 404, 429, 499, 500, 503, 599, 600, 799, 999].map((s) => axios.get(url + "/status/" + s).catch(told)));`,
  "validateStatus": `
    return [(await axios.get(url + "/status/404", { validateStatus: () => true })).status, (await axios.get(url + "/status/500", { validateStatus: null })).status,
      await axios.get(url + "/json", { validateStatus: (s) => s === 201 }).catch(told)];`,
  "an error is an AxiosError with what it was about": `
    const error = await axios.get(url + "/status/404", { headers: { "X-A": "1" } }).catch((e) => e);
    const json = error.toJSON();
    return [error instanceof axios.AxiosError, error instanceof Error, axios.isAxiosError(error), axios.isAxiosError(new Error("x")), error.isAxiosError,
      error.response.data, error.response.headers["content-type"], error.config.url, error.config.headers["X-A"], error.request !== undefined, error.status,
      Object.keys(json).sort(), json.message, json.name, json.code, json.status, json.config.method];`,
  "nobody listens": `const e = await axios.get(closed).catch((e) => e); return [e.name, e.code, e.response === undefined, e.isAxiosError];`,
  "the messages of what the network did": `return [(await axios.get(closed).catch((e) => e)).message, (await axios.get(url + "/hang-up").catch((e) => e)).message];`,
  "a name that does not exist": `return (await axios.get("http://no.such.name.invalid/").catch((e) => e)).code;`,
  "the server hangs up": `const e = await axios.get(url + "/hang-up").catch((e) => e); return [e.name, e.code, e.response === undefined];`,
  "the server breaks off": `const e = await axios.get(url + "/break-off").catch((e) => e); return [e.name, e.code];`,
  "a timeout": `return axios.get(url + "/silent", { timeout: 40 }).catch(told);`,
  "a timeout in other words": `
    return [await axios.get(url + "/silent", { timeout: 40, timeoutErrorMessage: "slow" }).catch(told),
      await axios.get(url + "/silent", { timeout: 40, transitional: { clarifyTimeoutError: true } }).catch(told),
      await axios.get(url + "/silent", { timeout: "40" }).catch(told), await axios.get(url + "/json", { timeout: "soon" }).catch(told)];`,
  "a URL that is none": `return [await axios.get("http://").catch((e) => [e.name, e.code]), await axios.get("ftp://a.example/").catch(told), await axios.get("/relative").catch((e) => e.name)];`,
  "a header that cannot be sent": `const e = await axios.get(url, { headers: { "bad name": "x" } }).catch((e) => e); return [e instanceof Error];`,
  "an option of the wrong type": `return axios.get(url + "/json", { transitional: { silentJSONParsing: "no" } }).catch(told);`,

  // Cancelling.
  "an AbortSignal": `
    const controller = new AbortController(); setTimeout(() => controller.abort(), 20);
    return axios.get(url + "/silent", { signal: controller.signal }).catch(told);`,
  "a signal that is aborted already": `return axios.get(url + "/json", { signal: AbortSignal.abort() }).catch(told);`,
  "AbortSignal.timeout": `const e = await axios.get(url + "/silent", { signal: AbortSignal.timeout(30) }).catch((e) => e); return [e.name, e.code, axios.isCancel(e)];`,
  "a CancelToken": `
    const source = axios.CancelToken.source(); setTimeout(() => source.cancel("enough"), 20);
    return [await axios.get(url + "/silent", { cancelToken: source.token }).catch(told), await axios.get(url, { cancelToken: source.token }).catch(told)];`,
  "new CancelToken": `
    let cancel; const cancelToken = new axios.CancelToken((c) => { cancel = c; }); const asked = axios.get(url + "/silent", { cancelToken }); cancel();
    return asked.catch((e) => [told(e), axios.isCancel(e), e instanceof axios.CanceledError]);`,

  // Instances, interceptors, transforms.
  "instances merge their defaults": `
    const client = axios.create({ baseURL: url, headers: { common: { "X-C": "c" }, post: { "X-P": "p" }, "X-D": "d" }, params: { a: 1 } });
    client.defaults.headers.common["X-L"] = "l";
    const get = (await client.get("/echo", { params: { b: 2 } })).data, post = (await client.post("/echo", {})).data;
    return [get.url, ["x-c", "x-p", "x-d", "x-l"].map((n) => [get.headers[n] ?? null, post.headers[n] ?? null]), typeof client.create, client.defaults.timeout];`,
  "defaults of axios itself": `
    const { headers, timeout, xsrfCookieName, maxContentLength, maxBodyLength, transitional } = axios.defaults;
    return [headers.common, Object.keys(headers).sort(), timeout, xsrfCookieName, maxContentLength, maxBodyLength, transitional];`,
  "interceptors in their order, and ejected": `
    const client = axios.create(); const order = [];
    client.interceptors.request.use((c) => { order.push("q1"); c.headers.set("X-I", "1"); return c; });
    client.interceptors.request.use(async (c) => { order.push("q2"); return c; });
    const gone = client.interceptors.request.use(() => { throw new Error("ejected"); }); client.interceptors.request.eject(gone);
    client.interceptors.request.use((c) => { order.push("never"); return c; }, null, { runWhen: () => false });
    client.interceptors.response.use((r) => { order.push("s1"); return r; }); client.interceptors.response.use((r) => ({ ...r, extra: true }));
    const { data, extra } = await client.get(url + "/echo"); return [order, data.headers["x-i"], extra];`,
  "an interceptor that fails, and one that mends": `
    const client = axios.create(); client.interceptors.response.use(null, (error) => ({ data: "mended " + error.response.status }));
    const other = axios.create(); other.interceptors.request.use(() => Promise.reject(new Error("refused")));
    return [(await client.get(url + "/status/500")).data, await other.get(url).catch((e) => e.message)];`,
  "a retry in an interceptor": `
    const client = axios.create(); let tries = 0;
    client.interceptors.response.use(null, (error) => { if (++tries > 2) throw error; return client(error.config); });
    return [await client.post(url + "/status/503", { a: 1 }).catch(told), tries];`,
  "transformRequest and transformResponse": `
    const { data } = await axios.post(url + "/echo", { a: 1 }, { transformRequest: [(d, h) => { h.set("X-T", "t"); return JSON.stringify({ ...d, b: 2 }); }, ...[].concat(axios.defaults.transformRequest)],
      transformResponse: [...[].concat(axios.defaults.transformResponse), (d, h, s) => ({ body: d.body, t: d.headers["x-t"], s, ct: h["content-type"] })] });
    return data;`,
  "an adapter of one's own": `
    const adapter = async (config) => ({ data: { asked: config.url }, status: 200, statusText: "OK", headers: {}, config });
    return (await axios.get("http://nowhere.invalid/x", { adapter })).data;`,
  "axios.all and spread": `
    return axios.all([axios.get(url + "/json"), axios.get(url + "/text")]).then(axios.spread((a, b) => [a.status, b.data]));`,
  "what axios has": `return Object.keys(axios).sort();`,
  "names that are exported": `
    return [axios.HttpStatusCode.NotFound, axios.VERSION, axios.toFormData({ a: [1] }, new FormData()).get("a[]"), axios.formToJSON(new URLSearchParams("a[b]=1&c=2")),
      axios.mergeConfig({ headers: { a: 1 }, timeout: 1 }, { headers: { b: 2 } }), typeof axios.getAdapter, axios.AxiosHeaders.from({ "x-a": 1 }).get("X-A")];`,
  "AxiosHeaders": `
    const h = new axios.AxiosHeaders({ "Content-Type": "text/plain", "x-a": ["1", "2"] }); h.set("X-A", "3", false); h.set("X-B", "b"); h.setAccept("*/*");
    const both = axios.AxiosHeaders.concat(h, { "X-C": "c" }); const gone = h.delete("x-b");
    return [h.toJSON(), h.get("x-a"), h.has("CONTENT-TYPE"), h.getAccept(), both.toJSON(), gone, [...h].length, String(new axios.AxiosHeaders("A: 1\\nB: 2")), h.normalize(true).toJSON()];`,
  "AxiosError": `
    const e = new axios.AxiosError("m", "E_X", { url: "/u" }, { path: "/p" }, { status: 418, data: "tea" });
    const from = axios.AxiosError.from(new TypeError("t"), "E_T", {}, null, null, { more: 1 });
    return [e.name, e.message, e.code, e.status, e.toJSON().config, axios.AxiosError.ERR_NETWORK, [from.name, from.message, from.code, from.more, from.cause?.message, from instanceof axios.AxiosError]];`,
  "xsrf is for browsers": `return (await axios.get(url + "/echo", { xsrfCookieName: "c", withXSRFToken: true })).data.headers["x-xsrf-token"] ?? null;`,
  "onUploadProgress and onDownloadProgress": `
    let calls = 0; await axios.post(url + "/echo", "x", { onUploadProgress: () => calls++, onDownloadProgress: () => calls++ }); return calls > 0;`,
  "responseType stream": `return (await axios.get(url + "/json", { responseType: "stream" }).catch((e) => e)) instanceof Error;`,
  "arraybuffer is a Buffer": `return (await axios.get(url + "/bytes", { responseType: "arraybuffer" })).data.toString("hex");`,
  "a response as JSON": `return JSON.stringify(await axios.get(url + "/text")).length > 0;`,
  "bytes as JSON": `return (await axios.get(url + "/bytes", { responseType: "arraybuffer" })).data;`,
  "beforeRedirect": `let seen = 0; await axios.get(url + "/moved/302?to=/echo", { beforeRedirect: () => seen++ }); return seen;`,
};

// Row of docs/step-axios-differences.md by the name of the case.
const differences = {
  "the messages of what the network did": "network-messages",
  "characters that no URL may have": "url-characters",
  "onUploadProgress and onDownloadProgress": "progress",
  "responseType stream": "streams",
  "arraybuffer is a Buffer": "buffer",
  "a response as JSON": "response-json",
  beforeRedirect: "before-redirect",
  "headers of the connection": "engine-headers",
  TRACE: "methods",
  "a data: URL": "data-urls",
  "a proxy": "not-there",
  "redirects of other statuses": "redirect-statuses",
};

export const stepAxiosCases = Object.entries(cases).map(([name, source]) => ({ name, source, difference: differences[name] }));
