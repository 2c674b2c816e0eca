// SPDX-License-Identifier: MIT
import { useState } from "preact/hooks";

import { type Choices, type Filter, isSet, noFilter } from "./filter";

function Choice({ label, value, values, onChange }: {
  label: string;
  value: string;
  values: string[];
  onChange: (value: string) => void;
}) {
  return (
    <label>
      <span>{label}</span>
      <select value={value} disabled={values.length === 0} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">any</option>
        {values.map((one) => <option value={one}>{one}</option>)}
      </select>
    </label>
  );
}

function Moment({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <label>
      <span>{label}</span>
      <input type="datetime-local" step="1" value={value} onInput={(event) => onChange(event.currentTarget.value)} />
    </label>
  );
}

export function FilterBar({ filter, choices, onChange }: {
  filter: Filter;
  choices: Choices;
  onChange: (filter: Filter) => void;
}) {
  const [open, setOpen] = useState(false);
  const set = (name: keyof Filter) => (value: string) => onChange({ ...filter, [name]: value });
  return (
    <search class={open ? "filters open" : "filters"}>
      <label class="find">
        <span>Search</span>
        <input
          id="find"
          type="search"
          placeholder="text in anything   /"
          value={filter.text}
          onInput={(event) => set("text")(event.currentTarget.value)}
        />
      </label>
      <button type="button" class="more-filters" aria-expanded={open} onClick={() => setOpen(!open)}>Filters</button>
      <div class="choices">
        <Choice label="Outcome" value={filter.outcome} values={choices.outcomes} onChange={set("outcome")} />
        <Choice label="Status" value={filter.status} values={choices.statuses} onChange={set("status")} />
        <Choice label="Method" value={filter.method} values={choices.methods} onChange={set("method")} />
        <Choice label="Host" value={filter.host} values={choices.hosts} onChange={set("host")} />
        <Choice label="Step" value={filter.step} values={choices.steps} onChange={set("step")} />
        <Moment label="From" value={filter.from} onChange={set("from")} />
        <Moment label="Until" value={filter.until} onChange={set("until")} />
        <button type="button" disabled={!isSet(filter)} onClick={() => onChange(noFilter)}>Show all</button>
      </div>
    </search>
  );
}
