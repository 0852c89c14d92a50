"use strict";
// Everything that comes from the sensor enters the page as text, never as markup.

const texts = JSON.parse(document.documentElement.dataset.texts);
const lang = document.documentElement.lang;
const at = (id) => document.getElementById(id);
const say = (key, values = {}) =>
  (texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const number = (v, digits = 0) =>
  v.toLocaleString(lang, { maximumFractionDigits: digits, minimumFractionDigits: digits });
const figure = (v, digits = 4) => v.toLocaleString(lang, { maximumSignificantDigits: digits });
const megahertz = (hz) => (hz ? number(hz / 1e6, 3) + " MHz" : "–");
const mark = { info: "○", watch: "◆", alert: "▲" };

function make(tag, className, ...children) {
  const e = document.createElement(tag);
  if (className) e.className = className;
  e.append(...children);
  return e;
}

// write changes the page only where it differs, for the sake of screen readers.
function write(e, text) {
  if (e.textContent !== text) e.textContent = text;
}

function definition(list, label, value, wide) {
  list.append(make("div", wide ? "wide" : "", make("dt", "", label), make("dd", "", value)));
}

function spelled(value) {
  if (Array.isArray(value)) return value.map(spelled).join(", ");
  if (value !== null && typeof value === "object")
    return Object.entries(value).map(([k, v]) => k + " " + spelled(v)).join("; ");
  return String(value);
}

function certainty(e) {
  const parts = [];
  if (e.confidence) parts.push((e.confidence > 0.9999 ? "> " : "") + number(100 * Math.min(e.confidence, 0.9999), e.confidence > 0.99 ? 2 : 0) + " %");
  if (e.evidence) parts.push(say("evidence." + e.evidence));
  return parts.join(" · ") || "–";
}

function test(s) {
  return say(s.pfa > 1e-12 ? "statistic" : "unlikely", {
    name: s.name, value: figure(s.value), threshold: figure(s.threshold), odds: figure(1 / s.pfa, 2),
  });
}

function facts(near) {
  const e = near.event;
  const list = make("dl", "");
  definition(list, say("sure"), certainty(e), true);
  if (e.statistic) definition(list, say("why"), test(e.statistic), true);
  if (e.freq_hz) definition(list, say("frequency"), megahertz(e.freq_hz));
  if (e.bandwidth_hz) definition(list, say("width"), megahertz(e.bandwidth_hz));
  if (e.snr_db) definition(list, say("snr"), number(e.snr_db, 1) + " dB");
  const age = near.age_s < 2 ? say("now") : say("ago", { n: number(near.age_s) });
  definition(list, say("seen"), age + ", " + say("times", { n: number(near.sightings) }));
  definition(list, say("by"), [e.receiver, e.detector].filter(Boolean).join(" / "));
  return list;
}

function fields(e) {
  const list = make("dl", "");
  for (const [key, value] of Object.entries(e.fields ?? {}))
    definition(list, texts["field." + key] ?? key, spelled(value));
  return list;
}

const cards = new Map(); // by track, so that an open card stays open

function card(key) {
  const c = {
    root: make("article", ""), title: make("h3", ""), reason: make("p", "reason"),
    facts: make("div", ""), fields: make("div", ""), more: make("details", ""),
  };
  c.more.append(make("summary", "", say("details")), c.fields);
  c.root.append(c.title, c.reason, c.facts, c.more);
  cards.set(key, c);
  return c;
}

function fill(c, near) {
  const e = near.event;
  c.root.className = "is-" + e.severity;
  const badge = (mark[e.severity] ?? "") + " " + say("severity." + e.severity);
  const title = say("type." + e.type);
  if (c.title.textContent !== badge + title)
    c.title.replaceChildren(make("span", "badge", badge), title);
  write(c.reason, e.reason);
  c.facts.replaceChildren(facts(near));
  c.fields.replaceChildren(fields(e));
  c.more.hidden = !e.fields;
}

function showNear(all) {
  const there = new Set();
  let place = null;
  for (const near of all) {
    const key = near.event.type + "\n" + (near.event.detector ?? "") + "\n" + (near.event.track || near.event.seq);
    there.add(key);
    const c = cards.get(key) ?? card(key);
    fill(c, near);
    const next = place ? place.nextSibling : at("near").firstChild;
    if (next !== c.root) at("near").insertBefore(c.root, next);
    place = c.root;
  }
  for (const [key, c] of cards) {
    if (there.has(key)) continue;
    c.root.remove();
    cards.delete(key);
  }
  at("nothing").hidden = all.length > 0;
}

function row(...cells) {
  const tr = make("tr", "");
  cells.forEach(([text, bad], i) => {
    const cell = make(i ? "td" : "th", bad ? "bad" : "", text);
    if (!i) cell.scope = "row";
    tr.append(cell);
  });
  return tr;
}

function showReceivers(all) {
  at("receivers").replaceChildren(...all.map((r) => row(
    [r.name], [say(r.up ? "up" : "down"), !r.up], [megahertz(r.centre_hz)],
    [number(r.measured_hz), r.measured_hz < 0.9 * r.rate_hz],
    [number(r.lost), r.lost > 0], [number(100 * r.clip_ratio, 2) + " %", r.clip_ratio > 0.01],
    [r.floors.map((f) => f.band + " " + number(f.noise_floor_dbfs, 1) + " dBFS").join(", ") || "–"],
    [r.detectors.map((d) => d.name + " " + say(d.up ? "works" : "blind")).join(", "), r.detectors.some((d) => !d.up)],
  )));
}

function showMicrophones(all) {
  at("microphones-section").hidden = all.length === 0;
  at("microphones").replaceChildren(...all.map((m) => row(
    [m.name], [say(m.up ? "flows" : "down"), !m.up],
    [m.level_dbfs === null ? "–" : number(m.level_dbfs) + " dBFS"],
    [say(!m.up ? "never" : m.deaf ? "drowned" : "hears"), m.deaf],
    [number(m.listened_s / 3600, 1) + " h"], [number(m.lost), m.lost > 0],
    [number(100 * m.clip_ratio, 2) + " %", m.clip_ratio > 0.001],
    [m.detectors.map((d) => d.name + " " + say(d.up ? "works" : "blind")).join(", "), m.detectors.some((d) => !d.up)],
  )));
}

function showBands(all) {
  at("bands-section").hidden = all.length === 0;
  at("bands").replaceChildren(...all.map((b) => row(
    [b.name], [number(b.low_hz / 1e6, 2) + "–" + number(b.high_hz / 1e6, 2)],
    [number(100 * b.coverage_ratio) + " %", b.coverage_ratio < 0.99], [number(b.revisit_s, 1) + " s"],
  )));
}

const namespace = at("glyphs").namespaceURI;

function drawn(className, ...pairs) {
  const e = document.createElementNS(namespace, pairs.shift());
  for (const [name, value] of pairs) e.setAttribute(name, value);
  if (className) e.setAttribute("class", className);
  return e;
}

// plot draws one spectrum; its words say the same to those who cannot see it.
function plot(s) {
  const low = Math.min(...s.floor_dbfs, ...s.power_dbfs) - 3;
  const span = Math.max(...s.power_dbfs) + 3 - low;
  const line = (className, levels) => drawn(className, "polyline",
    ["points", levels.map((v, i) => i + "," + (100 - 100 * (v - low) / span).toFixed(1)).join(" ")]);
  const where = (share) => megahertz(s.centre_hz + (share - 0.5) * s.rate_hz);
  const top = Math.max(...s.power_dbfs);
  const peak = (s.power_dbfs.indexOf(top) + 0.5) / s.power_dbfs.length;
  const svg = drawn("", "svg", ["viewBox", "0 0 " + (s.power_dbfs.length - 1) + " 100"], ["preserveAspectRatio", "none"], ["role", "img"],
    ["aria-label", say("spectrum", { name: s.receiver, low: where(0), high: where(1), top: number(top), peak: where(peak) })]);
  svg.append(line("floor", s.floor_dbfs), line("", s.power_dbfs));
  return make("figure", "", svg, make("figcaption", "", make("span", "", where(0)),
    make("span", "", s.receiver + " · " + number(low) + "…" + number(low + span) + " dBFS"), make("span", "", where(1))));
}

function showSpectra(all) {
  at("spectra-section").hidden = all.length === 0;
  at("spectra").replaceChildren(...all.map(plot));
}

function showVerdict(near) {
  const count = (severity) => near.filter((n) => n.event.severity === severity).length;
  const [alerts, watches] = [count("alert"), count("watch")];
  const kind = alerts ? "alert" : watches ? "watch" : "calm";
  at("verdict").className = kind;
  write(at("verdict"), alerts ? mark.alert + " " + say("alerts", { n: alerts })
    : watches ? mark.watch + " " + say("watches", { n: watches }) : "✓ " + say("calm"));
}

let heard = 0; // when the last state came, by the browser's steady clock
let ready = true;

function showTrouble() {
  const silent = (performance.now() - heard) / 1000;
  const lost = silent > 4;
  at("trouble").hidden = ready && !lost;
  if (lost) write(at("trouble"), say("connection", { n: number(silent) }));
  else if (!ready) write(at("trouble"), say("deaf"));
}

function showState(s) {
  heard = performance.now();
  ready = s.ready;
  write(at("sensor"), s.sensor);
  write(at("version"), s.version);
  showVerdict(s.near);
  showNear(s.near);
  showReceivers(s.receivers);
  showMicrophones(s.microphones);
  showSpectra(s.spectra);
  showBands(s.bands);
  showTrouble();
}

const maxRecent = 100;
let newest = 0;

function showEvent(e) {
  if (e.seq + maxRecent < newest) at("recent").replaceChildren(); // the sensor began anew
  newest = e.seq;
  const when = make("time", "", new Date(e.time).toLocaleTimeString(lang, { hour12: false }));
  when.dateTime = e.time;
  const item = make("li", "", when, mark[e.severity] + " " + say("severity." + e.severity) + " · " + say("type." + e.type) + " · " + e.reason);
  item.value = e.seq;
  at("recent").prepend(item);
  while (at("recent").childElementCount > maxRecent) at("recent").lastElementChild.remove();
}

const stream = new EventSource("api/stream");
stream.addEventListener("state", (m) => showState(JSON.parse(m.data)));
stream.addEventListener("event", (m) => showEvent(JSON.parse(m.data)));
setInterval(showTrouble, 1000);
