"use strict";
// Filters, charts, sorting and the view of an article. All text goes through textContent, never through innerHTML.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  data.cells = data.cells.flatMap(unpack);
  const byId = (id) => document.getElementById(id);
  const UNKNOWN = "Not told";
  const OTHERS = "Other firms";
  const MOST_BARS = 16;
  // Width of a letter in a chart, as a wide system font has it.
  const LETTER = 7.6;
  const MOST_PEOPLE_LISTED = 3000;

  // A row is category, province and firm, then year, quarter, asked and answered of each period; a cell is of one.
  function unpack(row) {
    const cells = [];
    for (let place = 3; place < row.length; place += 4) cells.push([...row.slice(0, 3), ...row.slice(place, place + 4)]);
    return cells;
  }

  /* Elements */

  const make = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);
  const draw = (name, attributes = {}, ...children) =>
    fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);

  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  const number = (value) => value.toLocaleString("en-GB");
  const percent = (part, whole) => (whole ? `${Math.round((100 * part) / whole)} %` : "–");
  const plural = (count, one, many) => `${number(count)} ${count === 1 ? one : many}`;

  /* Filters */

  const inputs = ["firm", "person", "category", "province", "from", "to"].map((name) => [name, byId(`filter-${name}`)]);
  const lists = ["organisationPairs", "peoplePairs", "meetings"];

  function offer(input, values) {
    input.append(...values.map((value) => make("option", { value }, String(value))));
  }

  function collect(key) {
    const found = new Set();
    for (const list of lists) for (const item of data[list]) for (const value of item[key] || []) found.add(value);
    return found;
  }

  function offerChoices() {
    const alphabetical = (names) => [...names].sort((one, other) => one.localeCompare(other, "en"));
    offer(byId("filter-firm"), alphabetical(new Set([...collect("firms"), ...data.firms.filter((name) => name !== OTHERS)])));
    offer(byId("filter-category"), data.categories);
    offer(byId("filter-province"), alphabetical(new Set([...collect("provinces"), ...data.provinces])));
    offer(byId("people"), alphabetical(collect("people")).slice(0, MOST_PEOPLE_LISTED));
    const years = new Set(data.cells.map((cell) => cell[3]).filter((year) => year > 0));
    for (const list of lists) for (const item of data[list]) for (const year of [item.from, item.to]) if (year) years.add(year);
    const ordered = [...years].sort((one, other) => one - other);
    offer(byId("filter-from"), ordered);
    offer(byId("filter-to"), ordered);
  }

  function readFilters() {
    const chosen = Object.fromEntries(inputs.map(([name, input]) => [name, input.value.trim()]));
    return {
      ...chosen,
      person: chosen.person.toLocaleLowerCase("en"),
      from: chosen.from ? Number(chosen.from) : null,
      to: chosen.to ? Number(chosen.to) : null,
    };
  }

  // A list that does not know what a filter asks for is not filtered by it.
  function fits(item, filters) {
    const has = (values, wanted) => !wanted || !values || values.includes(wanted);
    if (!has(item.firms, filters.firm) || !has(item.categories, filters.category)) return false;
    if (!has(item.provinces, filters.province)) return false;
    if (filters.person && item.people) {
      if (!item.people.some((name) => name.toLocaleLowerCase("en").includes(filters.person))) return false;
    }
    return liesIn(item.from, item.to, filters);
  }

  function liesIn(first, last, { from, to }) {
    if (from === null && to === null) return true;
    if (!first || !last) return false;
    return (from === null || last >= from) && (to === null || first <= to);
  }

  function chooseCells(filters) {
    return data.cells.filter(([category, province, firm, year]) =>
      (!filters.category || data.categories[category] === filters.category) &&
      (!filters.province || data.provinces[province] === filters.province) &&
      (!filters.firm || data.firms[firm] === filters.firm) &&
      liesIn(year > 0 ? year : null, year > 0 ? year : null, filters));
  }

  /* Lists */

  const shownWhole = new Set();

  function itemsOf(table) {
    return [...table.querySelectorAll("[data-item]")];
  }

  function showList(table, filters) {
    const list = table.dataset.list;
    const limit = shownWhole.has(list) ? Infinity : Number(table.dataset.limit);
    let fitting = 0;
    for (const element of itemsOf(table)) {
      const isFit = fits(data[list][element.dataset.item], filters);
      fitting += isFit;
      element.hidden = !isFit || fitting > limit;
    }
    const more = (table.closest(".scroll") || table).nextElementSibling;
    more.replaceChildren();
    if (!fitting) more.append("Nothing here fits the filters.");
    if (fitting > limit) {
      const button = make("button", { type: "button" }, `Show all ${number(fitting)}`);
      button.addEventListener("click", () => {
        shownWhole.add(list);
        showList(table, readFilters());
        (itemsOf(table).filter((element) => !element.hidden)[limit]?.querySelector("button, th") || table).focus?.();
      });
      more.append(button);
    }
    return fitting;
  }

  function sortTable(table, header) {
    const column = header.cellIndex;
    const isNumber = header.querySelector(".sorter").dataset.kind === "number";
    const before = header.getAttribute("aria-sort");
    const order = before ? (before === "ascending" ? "descending" : "ascending") : isNumber ? "descending" : "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", order);
    const read = (element) => {
      const text = (element.rows ? element.rows[0] : element).cells[column].textContent.trim();
      return isNumber ? Number(text) : text;
    };
    const sign = order === "ascending" ? 1 : -1;
    const sorted = itemsOf(table).map((element) => [read(element), element]);
    // What is not told comes last, whichever way is asked for.
    sorted.sort(([one], [other]) =>
      (one === "–") - (other === "–") || sign * (isNumber ? one - other : one.localeCompare(other, "en")));
    const parent = sorted.length ? sorted[0][1].parentNode : table;
    parent.append(...sorted.map(([, element]) => element));
    showList(table, readFilters());
  }

  /* Charts */

  function addUp(cells, keyOf) {
    const sums = new Map();
    for (const cell of cells) {
      const key = keyOf(cell);
      const sum = sums.get(key) || { label: key, asked: 0, answered: 0 };
      sum.asked += cell[5];
      sum.answered += cell[6];
      sums.set(key, sum);
    }
    return [...sums.values()].sort((one, other) =>
      isRest(one) - isRest(other) || other.asked - one.asked || one.label.localeCompare(other.label, "en"));
  }

  // What is no category, province or firm of its own comes last.
  const isRest = (row) => (row.label === UNKNOWN ? 2 : row.label === OTHERS ? 1 : 0);
  const describe = (row) => `${row.label}: ${number(row.asked)} asked, ${number(row.answered)} answered`;

  function drawBars(figure, rows) {
    const plot = figure.querySelector(".plot");
    writeNumbers(figure, rows);
    plot.replaceChildren();
    if (!rows.length) {
      plot.append(make("p", { class: "note" }, "No demand fits the filters."));
      return;
    }
    const shown = rows.slice(0, MOST_BARS);
    const width = Math.max(280, Math.min(plot.clientWidth || 640, 760));
    const left = Math.min(180, Math.round(width * 0.42));
    const values = shown.map((row) => `${number(row.asked)} · ${percent(row.answered, row.asked)}`);
    const right = 10 + Math.max(...values.map((value) => value.length)) * LETTER;
    const step = 26;
    const most = Math.max(...shown.map((row) => row.asked));
    const scale = (value) => ((width - left - right) * value) / most;
    const title = figure.querySelector("h3").textContent;
    const svg = draw("svg", { viewBox: `0 0 ${width} ${shown.length * step}`, role: "img" },
      draw("title", {}, `Demands ${title.toLowerCase()}`), draw("desc", {}, `${shown.map(describe).join("; ")}.`));
    shown.forEach((row, place) => {
      const top = place * step;
      svg.append(
        draw("g", {},
          draw("title", {}, describe(row)),
          draw("text", { x: left - 8, y: top + 17, "text-anchor": "end", class: "label" }, shorten(row.label, (left - 8) / LETTER)),
          draw("rect", { x: left, y: top + 5, width: Math.max(1, scale(row.asked)), height: 16, class: "asked" }),
          draw("rect", { x: left, y: top + 5, width: scale(row.answered), height: 16, class: "answered" }),
          draw("text", { x: left + scale(row.asked) + 6, y: top + 17, class: "value" },
            values[place])));
    });
    plot.append(svg);
    if (rows.length > shown.length) {
      plot.append(make("p", { class: "note" }, `The first ${shown.length} of ${number(rows.length)}; all are in the numbers.`));
    }
  }

  function shorten(words, length) {
    return words.length > length ? `${words.slice(0, Math.floor(length) - 1)}…` : words;
  }

  function listPeriods(cells) {
    const known = cells.filter((cell) => cell[3] > 0);
    if (!known.length) return [];
    const perYear = data.isQuarterly ? 4 : 1;
    const index = (cell) => (data.isQuarterly ? cell[3] * 4 + cell[4] - 1 : cell[3]);
    const first = known.reduce((least, cell) => Math.min(least, index(cell)), Infinity);
    const last = known.reduce((most, cell) => Math.max(most, index(cell)), -Infinity);
    return Array.from({ length: last - first + 1 }, (_, place) => {
      const at = first + place;
      const year = Math.floor(at / perYear);
      return { year, quarter: data.isQuarterly ? (at % 4) + 1 : -1, label: data.isQuarterly ? `${year} Q${(at % 4) + 1}` : `${year}` };
    });
  }

  function drawTimes(figure, cells) {
    const plot = figure.querySelector(".plot");
    const periods = listPeriods(cells);
    const categories = addUp(cells.filter((cell) => cell[3] > 0), (cell) => data.categories[cell[0]]);
    const sums = new Map(addUp(cells, keyOfTime).map((row) => [row.label, row]));
    const series = categories.map(({ label }) => ({
      label,
      rows: periods.map((period) => {
        const { asked, answered } = sums.get(`${label}|${period.year}|${period.quarter}`) || { asked: 0, answered: 0 };
        return { label: period.label, asked, answered };
      }),
    }));
    writeNumbers(figure, series.flatMap((one) =>
      one.rows.filter((row) => row.asked).map((row) => ({ ...row, label: `${one.label}, ${row.label}` }))));
    const most = Math.max(1, ...series.flatMap((one) => one.rows.map((row) => row.asked)));
    plot.replaceChildren(...(series.length ? series.map((one) => drawSmall(one, most)) : [make("p", { class: "note" }, "No dated demand fits the filters.")]));
  }

  const keyOfTime = ([category, , , year, quarter]) => `${data.categories[category]}|${year}|${quarter}`;
  const sum = (cells, column) => cells.reduce((total, cell) => total + cell[column], 0);

  function drawSmall({ label, rows }, most) {
    const width = 170;
    const height = 60;
    const top = 36;
    const step = width / rows.length;
    const bar = Math.max(1, Math.min(18, step - 2));
    const total = rows.reduce((all, row) => all + row.asked, 0);
    const svg = draw("svg", { viewBox: `0 0 ${width} ${top + height + 18}`, role: "img", class: "small" },
      draw("title", {}, `${label} over time`),
      draw("desc", {}, `${number(total)} demands. ${rows.filter((row) => row.asked).map(describe).join("; ")}.`),
      draw("text", { x: 0, y: 13, class: "label strong" }, label),
      draw("text", { x: 0, y: 28, class: "value" }, number(total)));
    rows.forEach((row, place) => {
      const x = place * step + (step - bar) / 2;
      for (const kind of ["asked", "answered"]) {
        const size = (height * row[kind]) / most;
        if (size) svg.append(draw("rect", { x, y: top + height - size, width: bar, height: size, class: kind }, draw("title", {}, describe(row))));
      }
    });
    svg.append(draw("line", { x1: 0, x2: width, y1: top + height + 0.5, y2: top + height + 0.5, class: "axis" }));
    svg.append(draw("text", { x: 0, y: top + height + 14, class: "tick" }, rows[0].label));
    if (rows.length > 1) {
      svg.append(draw("text", { x: width, y: top + height + 14, "text-anchor": "end", class: "tick" }, rows[rows.length - 1].label));
    }
    return svg;
  }

  function writeNumbers(figure, rows) {
    figure.querySelector("tbody").replaceChildren(...rows.map((row) => make("tr", {},
      make("th", { scope: "row" }, row.label),
      make("td", { class: "number" }, number(row.asked)),
      make("td", { class: "number" }, number(row.answered)),
      make("td", { class: "number" }, percent(row.answered, row.asked)))));
  }

  function drawCharts(cells) {
    const name = (names, place) => (place < 0 ? UNKNOWN : names[place]);
    drawBars(byId("chart-category"), addUp(cells, (cell) => name(data.categories, cell[0])));
    drawBars(byId("chart-province"), addUp(cells, (cell) => name(data.provinces, cell[1])));
    drawBars(byId("chart-firm"), addUp(cells, (cell) => name(data.firms, cell[2])));
    drawTimes(byId("chart-time"), cells);
  }

  function apply() {
    const filters = readFilters();
    const cells = chooseCells(filters);
    drawCharts(cells);
    const fitting = Object.fromEntries([...document.querySelectorAll("table[data-list]")].map((table) =>
      [table.dataset.list, showList(table, filters)]));
    const asked = sum(cells, 5);
    byId("filter-result").textContent =
      `${number(fitting.meetings)} of ${plural(data.meetings.length, "meeting", "meetings")} listed, ` +
      `${number(asked)} of ${plural(sum(data.cells, 5), "demand", "demands")}, ${percent(sum(cells, 6), asked)} answered` +
      `${filters.person ? "; demands are not filtered by person" : ""}.`;
  }

  /* The view of an article */

  const reader = byId("reader");

  function openReader(place) {
    const fact = data.facts[place];
    if (!fact) return;
    const [articlePlace, start, end] = fact;
    const article = data.articles[articlePlace];
    byId("reader-title").textContent = article.title || article.source;
    byId("reader-source").textContent = [article.publisher, article.published, article.source].filter(Boolean).join(" · ");
    const box = byId("reader-text");
    box.replaceChildren();
    let reached = 0;
    let mark = null;
    for (const [from, text] of article.pieces) {
      // Places count code points, and JavaScript's strings do not.
      const characters = [...text];
      if (from > reached) box.append(gap(from - reached));
      reached = from + characters.length;
      const piece = make("p", { class: "article" });
      if (start >= from && end <= reached) {
        mark = make("mark", { tabindex: "-1" }, characters.slice(start - from, end - from).join(""));
        piece.append(characters.slice(0, start - from).join(""), mark, characters.slice(end - from).join(""));
      } else {
        piece.append(text);
      }
      box.append(piece);
    }
    if (reached < article.length) box.append(gap(article.length - reached));
    if (!reader.open) reader.showModal();
    if (mark) {
      mark.scrollIntoView({ block: "center" });
      mark.focus({ preventScroll: true });
    }
  }

  const gap = (count) => make("p", { class: "gap" }, `[${plural(count, "character", "characters")} left out]`);

  function followHash() {
    const found = /^#fact-(\d+)$/.exec(location.hash);
    if (found) openReader(Number(found[1]));
    else if (reader.open) reader.close();
  }

  /* Events */

  offerChoices();
  const form = byId("filters");
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  document.addEventListener("click", (event) => {
    const sorter = event.target.closest(".sorter");
    if (sorter) sortTable(sorter.closest("table"), sorter.closest("th"));
    const opener = event.target.closest(".opener");
    if (opener) {
      const row = byId(opener.getAttribute("aria-controls"));
      row.hidden = !row.hidden;
      opener.setAttribute("aria-expanded", String(!row.hidden));
    }
    const link = event.target.closest("a[data-fact]");
    // The same fact a second time changes no hash.
    if (link && link.hash === location.hash) openReader(Number(link.dataset.fact));
  });
  byId("reader-close").addEventListener("click", () => reader.close());
  reader.addEventListener("click", (event) => {
    if (event.target === reader) reader.close();
  });
  reader.addEventListener("close", () => {
    if (location.hash.startsWith("#fact-")) history.replaceState(null, "", "#meetings");
  });
  addEventListener("hashchange", followHash);
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    drawCharts(chooseCells(readFilters()));
  });
  apply();
  followHash();
})();
