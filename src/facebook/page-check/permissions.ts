/**
 * Permissions that a Page's token needs, and what does not work without them. Source: docs/platform.md, 1.4, 2.3, 5
 * and 6.
 */
export const neededPermissions: Readonly<Record<string, string>> = {
  pages_show_list: 'the Page cannot be subscribed',
  pages_manage_metadata: 'the Page cannot be subscribed',
  pages_messaging: 'no Messenger events arrive, and no message can be sent',
  pages_read_engagement: "the Page's own content cannot be read",
  pages_read_user_content: 'comments arrive without author, some without text',
  pages_manage_engagement: 'the Page cannot reply to, like or hide comments',
}

/** Optional permissions, and what stays unknown of customers without them. */
export const usefulPermissions: Readonly<Record<string, string>> = {
  pages_user_locale: 'language',
  pages_user_timezone: 'time zone',
  pages_user_gender: 'gender',
}
