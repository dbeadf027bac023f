package runlog

// Origin says where rows come from when they are stored.
type Origin struct {
	FetchID int64  // the fetch whose answer held them; zero where there was none
	Author  string // "embedded", "collect", "import", or a user's name
}
