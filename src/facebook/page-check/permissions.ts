/**
 * What the Page's token must be allowed, and what does not work without. Source: docs/platform.md, 1.4, 2.3, 5 and 6.
 */
export const neededPermissions: Readonly<Record<string, string>> = {
  pages_show_list: 'the Page cannot be subscribed',
  pages_manage_metadata: 'the Page cannot be subscribed',
  pages_messaging: 'no Messenger events come, and nothing can be answered there',
  pages_read_engagement: "the Page's own content cannot be read",
  pages_read_user_content: 'comments come without their author, some without their text',
  pages_manage_engagement: 'comments cannot be answered, liked or hidden',
}

/** Nice to have: what stays unknown of people without. */
export const usefulPermissions: Readonly<Record<string, string>> = {
  pages_user_locale: 'language',
  pages_user_timezone: 'time zone',
  pages_user_gender: 'gender',
}
