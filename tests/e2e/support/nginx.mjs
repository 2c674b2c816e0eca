// A real nginx on loopback that logs each request with its body.
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { closedPort } from "./servers.mjs";
import { folder } from "./sendoff.mjs";

function configuration(home, port) {
  return `
daemon off;
worker_processes 1;
pid ${home}/nginx.pid;
error_log stderr;
events { worker_connections 256; }
http {
  client_body_temp_path ${home}/body;
  proxy_temp_path ${home}/proxy;
  fastcgi_temp_path ${home}/fastcgi;
  uwsgi_temp_path ${home}/uwsgi;
  scgi_temp_path ${home}/scgi;
  log_format bodies escape=json
    '{"method":"$request_method","uri":"$request_uri","body":"$request_body","connection":"$connection"}';
  access_log ${home}/requests.log bodies;
  server {
    listen 127.0.0.1:${port};
    # A request that is passed on is one whose body nginx has read, and can log.
    location / { proxy_pass http://unix:${home}/answer.sock; }
    location = /ready { access_log off; return 200; }
  }
  server {
    listen unix:${home}/answer.sock;
    access_log off;
    return 200 "ok";
  }
}`;
}

async function accepting(url, child) {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}`);
    try {
      return await fetch(`${url}/ready`);
    } catch {
      // Not yet: each try is a connect that the system refuses at once.
    }
  }
}

// {url, requests(): what it logged, parsed}
export async function startNginx(t) {
  const home = folder(t);
  const port = await closedPort();
  const url = `http://127.0.0.1:${port}`;
  writeFileSync(join(home, "nginx.conf"), configuration(home, port));
  const child = spawn("nginx", ["-p", home, "-c", join(home, "nginx.conf")], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  t.after(() => {
    child.kill();
    return ended;
  });
  await accepting(url, child);
  const requests = () => {
    const lines = readFileSync(join(home, "requests.log"), "utf8").trim();
    return lines === "" ? [] : lines.split("\n").map((line) => JSON.parse(line));
  };
  return { url, requests };
}
