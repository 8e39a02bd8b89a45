/** Rows of the largest page the upstream gives (`sign-de-v2.md §10`). */
export const PAGE_SIZE = 100;
