// node page_open.mjs PACKAGES CHROMIUM PAGE: opens a page of `sendoff view` and scrolls through it, and prints
// {read_ms, first_ms, shown_ms, frame_ms}: from the start of the navigation until the log was read, the first requests could be
// read, and all of them were there; and the longest frame of a scroll over all of it.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [packages, executablePath, file] = process.argv.slice(2);
const { chromium } = createRequire(join(packages, "package.json"))("playwright-core");

const browser = await chromium.launch({ executablePath, args: process.getuid() === 0 ? ["--no-sandbox"] : [] });
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
await page.goto(pathToFileURL(file).href, { waitUntil: "commit" });
// Asked rarely, because asking takes the page's own time.
await page.waitForFunction(() => document.querySelector('.entries[aria-busy="false"]'), null, { polling: 250, timeout: 0 });
const figures = await page.evaluate(async () => {
  const main = document.querySelector("main");
  const steps = 100;
  let last = await new Promise(requestAnimationFrame);
  let longest = 0;
  for (let step = 1; step <= steps; ++step) {
    main.scrollTop = (main.scrollHeight * step) / steps;
    const now = await new Promise(requestAnimationFrame);
    longest = Math.max(longest, now - last);
    last = now;
  }
  const mark = (name) => performance.getEntriesByName(name)[0].startTime;
  return { read_ms: mark("read"), first_ms: mark("first"), shown_ms: mark("shown"), frame_ms: longest };
});
console.log(JSON.stringify(figures));
await browser.close();
