package lte
import ("testing";"os";"encoding/json";"vigie/sdr";"fmt";"math";"time")
type entry struct{ Path, Format string; Rate float64; Centre_hz float64; Skip_bytes int; Truth json.RawMessage}
func TestProto(t *testing.T){
 b,_:=os.ReadFile("/work/shared/data/index.json"); var es []entry; json.Unmarshal(b,&es)
 for _,e:=range es{
  if e.Rate!=1.92e6 {continue}
  f,_:=sdr.ParseFormat(e.Format)
  raw,_:=os.ReadFile("/work/shared/data/"+e.Path); raw=raw[e.Skip_bytes:]
  raw=raw[:len(raw)/f.SampleBytes()*f.SampleBytes()]
  x:=make([]complex64,len(raw)/f.SampleBytes()); f.Decode(x,raw)
  if len(x)>153600+5000 {x=x[:153600+5000]}
  fmt.Println("==",e.Path,len(x),string(e.Truth))
  t0:=time.Now()
  s:=newSearcher(160000); ex:=newExaminer()
  s.load(x)
  tl:=time.Now()
  var l shortlist
  var rows [][]float32; for range 9 {rows=append(rows,make([]float32,rowSize))}
  thr:=peakThreshold(s.halves, 3*75*4800/10)
  for id:=range 3 { for sh:=-37;sh<=37;sh++ {
    off:=float64(sh)*shiftHz
    dr:=[]float64{0}
    if e.Centre_hz>0 {dr[0]= -off/e.Centre_hz}
    if e.Path=="lte-rtl/f2585_s1.92_g0_1s.bin" {dr=[]float64{-100e-6,-75e-6,-50e-6,-25e-6,0,25e-6,50e-6,75e-6,100e-6}}
    s.row(rows,dr,id,sh)
    for d:=range dr { l.peaks(rows[d],thr,candidate{id:id,offset:off,drift:dr[d]}) }
  }}
  ts:=time.Now()
  fmt.Println("thr",thr,"n",l.n)
  for i,c:=range l.sorted(){
    if i>14{break}
    sc:=c.score; half:=math.Round(c.drift*float64(s.halves)/2*halfSize); _ = half
    c.start -= c.drift*float64(s.halves)/2*halfSize
    cc:=c
    r,ok:=ex.examine(&cc,x,func(int)bool{return false})
    fmt.Printf("%d id %d start %.1f off %.0f drift %.1f score %.1f | %.1f %.0f pci %d fit %.2f %v | ok %v z %.1f %+v sfn %d snr %.1f n %d\n",i,c.id,c.start,c.offset,c.drift*1e6,sc,cc.start,cc.offset,r.pci,r.fit,r.timing,ok,r.z,r.MIB,r.frameNumber(),10*math.Log10(r.snr),r.frames)
  }
  fmt.Println("times",tl.Sub(t0),ts.Sub(tl),time.Since(ts))
 }
}
