package browser

import (
	"os"
	"path/filepath"
	"runtime"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Print returns the page as a PDF on A4.
func (p *Tab) Print() []byte {
	p.t.Helper()
	pdf, err := chromedp.Run(p.ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4)))
	if err != nil {
		p.t.Fatal(err)
	}
	return pdf
}

// Paper looks at the page as it is laid out for paper.
func (p *Tab) Paper(look func()) {
	p.t.Helper()
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	look()
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{})
}

// Picture returns what is seen of the page, as PNG.
func (p *Tab) Picture() []byte {
	p.t.Helper()
	return call(p, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatPng}).Data
}

// Keep writes something to be looked at to .ci/artefacts, which git ignores.
func (p *Tab) Keep(name string, body []byte) {
	p.t.Helper()
	_, self, _, _ := runtime.Caller(0)
	folder := filepath.Join(filepath.Dir(self), "../../../.ci/artefacts")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name), body, 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// Download does what starts a download and returns the file that arrives, by the name the page gave it.
func (p *Tab) Download(start func()) (name string, body []byte) {
	p.t.Helper()
	folder := p.t.TempDir()
	params := cdpbrowser.SetDownloadBehaviorParams{Behavior: cdpbrowser.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder,
		BrowserContextID: chromedp.FromContext(p.ctx).BrowserContextID}
	if _, err := chromedp.CallBrowser(p.ctx, cdpbrowser.SetDownloadBehavior, params); err != nil {
		p.t.Fatal(err)
	}
	start()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		list, err := os.ReadDir(folder)
		if err != nil {
			p.t.Fatal(err)
		}
		for _, file := range list {
			if filepath.Ext(file.Name()) == ".crdownload" {
				continue
			}
			body, err := os.ReadFile(filepath.Join(folder, file.Name()))
			if err == nil && len(body) > 0 {
				return file.Name(), body
			}
		}
	}
	p.t.Fatal("no file arrives")
	return "", nil
}
