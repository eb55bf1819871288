// What the phone holds, as the county gives it.
export type Names = { zh: string; en: string };
export type Item = { k: string; i: string; t: string; v: any };
export type Elder = {
  id: string;
  revision: number;
  name: string;
  initials?: string;
  sex?: string;
  born?: string;
  place: string;
  address?: string;
  phone?: string;
  tail?: string;
  labels?: string[];
  hardship?: string[];
  disability?: string;
  ability?: string;
  arrangement?: string;
  reported?: boolean;
};
export type Duty = {
  tier?: Names;
  attempts?: number;
  due?: string;
  road?: number;
  why?: Names[];
  last?: { id?: string; day: string; answers?: Record<string, unknown> | null };
  away?: { since: string };
  demands?: string[];
};
export type Task = {
  id: string;
  kind: string;
  label: string;
  area: string;
  due: string;
  person?: string;
  revision: number;
};
export type Option = { value: string | number | boolean; zh: string; en: string };
export type Field = Names & {
  id: string;
  kind: "choice" | "many" | "yes_no" | "number" | "text" | "day" | "codes";
  hint?: Names;
  options?: Option[];
  optional?: boolean;
  null?: boolean;
  min?: number;
  max?: number;
  decimals?: number;
  unit?: Names;
  show_when?: Cond;
};
export type Cond = Record<string, any>;
export type Answers = Record<string, any>;
// What is sent: a verb with the id made here.
export type State = "waiting" | "done" | "refused" | "conflict" | "clock";
export type Fault = { path: string; key: string; message: string };
export type Act = {
  id: string;
  verb: string;
  input: any;
  made_at: number;
  settled?: boolean;
  state: State;
  // For people: what it is, and about whom.
  title: string;
  person?: string;
  faults?: Fault[];
  phone?: string;
  ours?: string;
  done_at?: number;
};
export type Parcel = {
  id: string;
  person: string;
  about: string;
  about_id: string;
  name: string;
  kind: "photo" | "voice" | "signature";
  digest: string;
  total: number;
  sent: number;
  file?: string;
  bytes: string;
  problem?: string;
};
export type Limits = {
  idle_minutes: number;
  days_without_contact: number;
  wrong_codes: number;
  code_length_min: number;
  clock_minutes: number;
  photo_bytes_max: number;
  voice_seconds_max: number;
  verbs: string[];
};
