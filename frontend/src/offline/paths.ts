/** Addresses that both sides know. */
export const SHELL = "/offline/";
export const DATA = "/offline/today/";
export const RAISE = "/incidents/new/";
export const INCIDENT = "/offline/incident/";
export const SEND = "/offline/record/";
export const TODAY = "/today/";
export const RECORD = "/record/";
export const SEVERAL = "/record/several/";
export const BESIDE = "/record/beside/";
export const SIGN_OUT = "/sign-out/";
export const WORKER = "/sw.js";
