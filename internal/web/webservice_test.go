package web_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The cell of the page is calculated in LibreOffice, which has Excel's two functions. A macro writes it into a new workbook:
// a workbook from a file may ask nothing of the network before a person allows it, which without a window nobody can.
func TestCellSnippetIsCalculated(t *testing.T) {
	if testing.Short() {
		t.Skip("starts LibreOffice twice")
	}
	if _, err := exec.LookPath("soffice"); err != nil {
		t.Skip("LibreOffice is not here: install libreoffice-calc")
	}
	t.Parallel()
	site := onPort(t, openEmbedded(t))
	cell := strings.TrimSpace(snippetsOf(t, site)["Excel, one cell"])
	if !strings.HasPrefix(cell, "=NUMBERVALUE(WEBSERVICE(") {
		t.Fatalf("the snippet is %q", cell)
	}
	home, out := t.TempDir(), filepath.Join(t.TempDir(), "cell.txt")
	office(t, home, "--terminate_after_init") // makes the profile, and would overwrite what is in it
	library := filepath.Join(home, "user", "basic", "Standard")
	for name, text := range map[string]string{"script.xlb": macroLibrary, "Snippet.xba": strings.NewReplacer("$CELL", macroText(cell), "$OUT", macroText(out)).Replace(macroModule)} {
		if err := os.WriteFile(filepath.Join(library, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	office(t, home, "macro:///Standard.Snippet.Calculate")
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal("the macro wrote nothing: ", err)
	}
	want := strings.TrimSpace(get(t, newServer(t, openEmbedded(t)), "/api/v1/latest?series=cbr:USDRUB").Body.String())
	if strings.TrimSpace(string(got)) != "0 number "+want {
		t.Errorf("the cell has error, kind and value %q, want the number %s", got, want)
	}
}

// office runs LibreOffice without a window on a profile of its own.
func office(t *testing.T, home, task string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	run := exec.CommandContext(ctx, "soffice", "-env:UserInstallation=file://"+home, "--headless", "--norestore", task)
	run.WaitDelay = time.Second
	if said, err := run.CombinedOutput(); err != nil {
		t.Fatalf("soffice %s: %v: %s", task, err, said)
	}
}

// macroText is a text as a Basic literal inside XML.
func macroText(s string) string {
	return strings.NewReplacer(`"`, `""`, "&", "&amp;", "<", "&lt;").Replace(s)
}

const macroLibrary = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Snippet"/>
</library:library>`

// macroModule ends the program whatever happens: a dialog would wait for somebody for ever.
const macroModule = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Snippet" script:language="StarBasic">
Sub Calculate
 On Error Goto Leave
 Dim hidden(0) As New com.sun.star.beans.PropertyValue
 hidden(0).Name = "Hidden"
 hidden(0).Value = True
 book = StarDesktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, hidden())
 spot = book.Sheets(0).getCellByPosition(0, 0)
 spot.FormulaLocal = "$CELL"
 kind = "text"
 If spot.FormulaResultType2 = com.sun.star.sheet.FormulaResult.VALUE Then kind = "number"
 n = FreeFile
 Open "$OUT" For Output As #n
 Print #n, CStr(spot.getError()) &amp; " " &amp; kind &amp; " " &amp; Trim(Str(spot.Value))
 Close #n
Leave:
 StarDesktop.terminate()
End Sub
</script:module>`
