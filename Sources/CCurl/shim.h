#include <curl/curl.h>

// Swift cannot call the variadic function that sets options: one function for each type of value.

static inline CURLcode curl_set_number(CURL *call, CURLoption option, long value) {
  return curl_easy_setopt(call, option, value);
}

static inline CURLcode curl_set_text(CURL *call, CURLoption option, const char *value) {
  return curl_easy_setopt(call, option, value);
}

static inline CURLcode curl_set_pointer(CURL *call, CURLoption option, void *value) {
  return curl_easy_setopt(call, option, value);
}

static inline CURLcode curl_set_size(CURL *call, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(call, option, value);
}

typedef size_t (*curl_part)(char *bytes, size_t size, size_t count, void *receiver);

static inline CURLcode curl_set_part(CURL *call, CURLoption option, curl_part value) {
  return curl_easy_setopt(call, option, value);
}

static inline long curl_status(CURL *call) {
  long status = 0;
  curl_easy_getinfo(call, CURLINFO_RESPONSE_CODE, &status);
  return status;
}

// The transfer that a message of `curl_multi_info_read` reports as done, and its result, which is a C union.
static inline CURL *curl_done(const CURLMsg *message, CURLcode *result) {
  if (message->msg != CURLMSG_DONE) return 0;
  *result = message->data.result;
  return message->easy_handle;
}
