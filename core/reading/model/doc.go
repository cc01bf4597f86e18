// Package model asks a language model for candidates, where a person has one: any
// endpoint that speaks OpenAI's chat completions (a local llama.cpp, Ollama or
// vLLM server, or a service). It is off until a person names an endpoint and a
// model.
//
// What a model says is data and nothing else. Its answer goes through one door,
// Admit: JSON held against a schema; words that must stand in the text verbatim,
// but for white space, or the candidate is dropped; kinds, actors, dates,
// channels and types that must exist. What is dropped is counted with the
// reason. A text that tells the model what to do can at most make it propose
// other candidates, and those too rest on words of the text and wait for a
// person to accept them.
//
// Departure tells in words what leaves the machine, before it does. An address
// without encryption is refused unless it is this machine's own, or the person
// says that it may be used. Redirects are not followed: a text goes where the
// person said and nowhere else. The key is in the operating system's keyring;
// where there is none it is kept until the program ends, and Keys says so.
//
// # Libraries
//
// github.com/sashabaranov/go-openai: the requests and answers of chat
// completions in plain types, one module without dependencies of its own, with
// an HTTP client that the caller passes; openai-go, the maker's own, is five
// times its size, follows redirects and retries by itself.
// github.com/cenkalti/backoff/v5: retries that grow apart, with a server's own
// Retry-After. github.com/zalando/go-keyring: the keyrings of macOS, Windows and
// the Secret Service of Linux, without C. github.com/santhosh-tekuri/jsonschema:
// JSON Schema 2020-12.
package model
